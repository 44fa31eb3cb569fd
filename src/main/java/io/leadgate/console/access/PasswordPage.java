package io.leadgate.console.access;

import io.leadgate.console.frame.Page;
import io.leadgate.console.frame.Section;

/**
 * A password that the gateway has made, which is shown this once.
 *
 * @param password the password in the clear; never a part of an address or a title
 * @param next the path to go to then
 */
public record PasswordPage(String name, String password, String next) implements Page {

  @Override
  public String template() {
    return "password";
  }

  @Override
  public String title() {
    return "New password";
  }

  @Override
  public Section section() {
    return Section.ADMINS;
  }

  @Override
  public String toString() {
    return "PasswordPage[" + name + ", ***]";
  }
}
