package io.leadgate.console.access;

import io.leadgate.console.frame.Address;
import io.leadgate.console.frame.Page;
import io.leadgate.console.frame.Section;
import io.leadgate.signin.Sessions;
import java.util.List;

/** A user whom an identity provider or a proxy manages, with the user's sessions. */
public record ProvidedUserPage(String name, List<Sessions.Session> sessions) implements Page {

  @Override
  public String path() {
    return AdminPaths.of(name);
  }

  public String changesByPath() {
    return new Address("/console/audit").with("actor", name).toString();
  }

  public String sessionsInWords() {
    return SessionWords.live(sessions.size());
  }

  @Override
  public String template() {
    return "provided-user";
  }

  @Override
  public String title() {
    return name;
  }

  @Override
  public Section section() {
    return Section.ADMINS;
  }
}
