package io.leadgate.domain;

import java.util.Optional;

/**
 * Says which credentials a list has.
 *
 * @param text a part of the description, or the client id
 * @param leadSourceId the lead source to which the credentials are bound
 */
public record CredentialFilter(
    Optional<String> text, Optional<State> state, Optional<Integer> leadSourceId) {

  /** All credentials. */
  public static final CredentialFilter ALL =
      new CredentialFilter(Optional.empty(), Optional.empty(), Optional.empty());

  /** What has become of a credential. */
  public enum State implements Coded {
    ENABLED,
    DISABLED,
    NEVER_USED,
    /** Used before, and not within the last 30 days. */
    UNUSED;
  }
}
