package io.leadgate.domain;

import java.util.EnumSet;
import java.util.Set;

/** What an admin may do. Each role may do all that the roles behind it may. */
public enum AdminRole implements Coded {
  /** Manages credentials and admins too. */
  ADMIN,
  /** Runs the lead desk: leads, quarantine, lead sources and campaigns. */
  OPERATOR,
  /** Reads lists. Sees the names of the fields of leads and requests, and never their values. */
  VIEWER;

  private static final Set<AdminRight> OF_VIEWERS = EnumSet.of(AdminRight.READ);
  private static final Set<AdminRight> OF_OPERATORS =
      EnumSet.of(AdminRight.READ, AdminRight.READ_VALUES, AdminRight.OPERATE);

  /** Whether the role includes the right. */
  public boolean may(AdminRight right) {
    return switch (this) {
      case ADMIN -> true;
      case OPERATOR -> OF_OPERATORS.contains(right);
      case VIEWER -> OF_VIEWERS.contains(right);
    };
  }
}
