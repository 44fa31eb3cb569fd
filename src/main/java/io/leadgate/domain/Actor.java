package io.leadgate.domain;

import java.util.Locale;
import java.util.Optional;

/**
 * Who changes something, and from where.
 *
 * @param name the admin's name, or the credential's client id
 * @param remote an IP address
 * @param requestId of the request that asked for the change
 * @param traceparent of the same, where its caller takes part in a trace (W3C Trace Context)
 */
public record Actor(
    Type type, String name, String remote, String requestId, Optional<String> traceparent) {

  /** The same under the name that is known by now. */
  public Actor named(String known) {
    return new Actor(type, known, remote, requestId, traceparent);
  }

  public enum Type {
    ADMIN,
    CREDENTIAL;

    /** As it stands in JSON and SQL. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Type of(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT));
    }
  }
}
