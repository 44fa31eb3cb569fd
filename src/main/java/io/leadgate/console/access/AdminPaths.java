package io.leadgate.console.access;

import io.leadgate.console.frame.Address;
import java.util.Optional;

/** The paths of the pages of admins. */
public final class AdminPaths {

  static final String LIST = "/console/admins";

  private AdminPaths() {}

  /**
   * Whether an identity provider or a proxy manages the user of this name; the name of an admin of
   * this gateway has no colon.
   */
  static boolean isProvided(String name) {
    return name.indexOf(':') > 0;
  }

  /** The page of a name in the audit log; a sign-in by an unknown name has no page. */
  static Optional<String> ofNoted(String name) {
    return name.startsWith(":") ? Optional.empty() : Optional.of(of(name));
  }

  /** The path of an admin's page, with whichever characters in the name. */
  public static String of(String name) {
    return LIST + "/" + Address.encoded(name);
  }
}
