package io.leadgate.console.access;

import io.leadgate.console.frame.Page;
import io.leadgate.console.frame.Section;

/**
 * A secret, which is shown this once.
 *
 * @param secret the secret in the clear; never a part of an address or a title
 * @param staticKey whether the secret is a static key
 * @param isPart whether a script puts the answer into a popup
 */
public record SecretPage(String clientId, String secret, boolean staticKey, boolean isPart)
    implements Page {

  @Override
  public String template() {
    return isPart ? "secret" : "secret-page";
  }

  @Override
  public String title() {
    return "New secret";
  }

  @Override
  public Section section() {
    return Section.CREDENTIALS;
  }

  @Override
  public String toString() {
    return "SecretPage[" + clientId + ", ***]";
  }
}
