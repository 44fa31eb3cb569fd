package io.leadgate.console.access;

import io.leadgate.console.frame.Faults;
import io.leadgate.console.frame.Page;
import io.leadgate.console.frame.Section;
import io.leadgate.domain.SignedIn;
import io.leadgate.signin.Sessions;
import java.util.List;
import java.util.Optional;

/**
 * The admin that looks, with its password and its sessions.
 *
 * @param hasSession whether a session of this browser is among them; a proxy's user has none
 */
public record MePage(
    SignedIn admin, List<Sessions.Session> sessions, boolean hasSession, Faults faults)
    implements Page {

  static final String PATH = "/console/me";

  /** A sentence on where the password is, unless it is kept here. */
  public Optional<String> elsewhere() {
    return elsewhere(admin);
  }

  static Optional<String> elsewhere(SignedIn admin) {
    return switch (admin.way()) {
      case PASSWORD -> Optional.empty();
      case PROVIDER -> Optional.of("Your password is at the identity provider; change it there.");
      case PROXY ->
          Optional.of("Your password is where the proxy before this gateway signs you in.");
    };
  }

  public String sessionsInWords() {
    return SessionWords.live(sessions.size());
  }

  /** The number of live sessions besides this one in words. */
  public String othersInWords() {
    return SessionWords.live(sessions.size() - 1);
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public String template() {
    return "me";
  }

  @Override
  public String title() {
    return admin.name();
  }

  @Override
  public Section section() {
    return Section.NONE;
  }
}
