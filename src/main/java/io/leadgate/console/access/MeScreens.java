package io.leadgate.console.access;

import io.leadgate.console.frame.Faults;
import io.leadgate.console.frame.Notice;
import io.leadgate.console.frame.Visit;
import io.leadgate.signin.Sessions;

/** The page on which each admin, of whichever role, sees to its own password and sessions. */
public final class MeScreens {

  private final Sessions sessions;
  private final PasswordForm passwords;

  public MeScreens(Sessions sessions, PasswordForm passwords) {
    this.sessions = sessions;
    this.passwords = passwords;
  }

  public void get(Visit visit) {
    show(visit, 200, Faults.NONE);
  }

  private void show(Visit visit, int status, Faults faults) {
    visit.when(
        sessions.list(visit.admin().name()),
        live ->
            visit.show(
                status, new MePage(visit.admin(), live, visit.session().isPresent(), faults)));
  }

  public void setPassword(Visit visit) {
    visit.form(
        form ->
            MePage.elsewhere(visit.admin())
                .ifPresentOrElse(
                    fault -> show(visit, 422, Faults.of(fault)),
                    () ->
                        passwords.set(
                            visit,
                            visit.admin().name(),
                            form,
                            faults -> show(visit, 422, faults))));
  }

  /** A proxy's user has no session, and ends none. */
  public void endOthers(Visit visit) {
    visit
        .session()
        .ifPresentOrElse(
            token ->
                visit.when(
                    sessions.endOthers(token, visit.admin().name(), visit.actor()),
                    ended -> visit.goTo(MePage.PATH, Notice.OTHER_SESSIONS_ENDED)),
            () -> visit.goTo(MePage.PATH));
  }
}
