package io.leadgate.domain;

/**
 * An admin that has proved its name.
 *
 * @param name the name, for the audit log
 */
public record SignedIn(String name, AdminRole role, SignInWay way) {

  public boolean may(AdminRight right) {
    return role.may(right);
  }
}
