package io.leadgate.console.access;

import io.leadgate.console.frame.Faults;
import io.leadgate.console.frame.Page;
import io.leadgate.console.frame.Section;
import io.leadgate.domain.Credential;
import java.time.Duration;
import java.time.Instant;

/**
 * One credential, and what may be done with it.
 *
 * @param description the description as typed, or else as stored
 * @param source the number of the lead source as typed, or else as stored; empty text for all
 */
public record CredentialPage(
    Credential credential,
    SourceNames sources,
    String description,
    String source,
    Faults faults,
    Instant now)
    implements Page {

  /** The time since the last use within which the end of a secret would be felt at once. */
  private static final Duration IN_USE = Duration.ofHours(1);

  @Override
  public String path() {
    return "/console/credentials/" + credential.clientId();
  }

  public boolean isInUse(Credential.Secret secret) {
    return secret.lastUsedAt().filter(used -> used.isAfter(now.minus(IN_USE))).isPresent();
  }

  /** The number of the lead source as stored; empty text for all. */
  public String boundTo() {
    return boundTo(credential);
  }

  static String boundTo(Credential credential) {
    return credential.leadSourceId().map(id -> Integer.toString(id)).orElse("");
  }

  @Override
  public String template() {
    return "credential";
  }

  @Override
  public String title() {
    return credential.description();
  }

  @Override
  public Section section() {
    return Section.CREDENTIALS;
  }
}
