package io.leadgate.console;

import io.leadgate.console.frame.Page;
import io.leadgate.console.frame.Section;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The sign-in.
 *
 * @param next the path to go to then
 * @param name the name as typed before
 * @param fault why the last try failed
 * @param provider the name of the identity provider by which an admin may sign in too
 */
public record SignInPage(
    String next, String name, Optional<String> fault, Optional<String> provider) implements Page {

  /** The address at which the sign-in by the provider begins. */
  public String providerPath() {
    return OidcHandler.PATH + "?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
  }

  @Override
  public String template() {
    return "sign-in";
  }

  @Override
  public String title() {
    return "Sign in";
  }

  @Override
  public Section section() {
    return Section.NONE;
  }
}
