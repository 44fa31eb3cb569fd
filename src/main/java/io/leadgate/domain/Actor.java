package io.leadgate.domain;

import java.util.Optional;

/**
 * The origin of a change: the admin or credential that makes the change, and its request.
 *
 * @param name the admin's name, or the credential's client id
 * @param remote the IP address of the request
 * @param requestId the id of the request
 * @param traceparent the trace to which the request belongs (W3C Trace Context), if any
 */
public record Actor(
    Type type, String name, String remote, String requestId, Optional<String> traceparent) {

  /** A copy with the name that the login has proved. */
  public Actor named(String provenName) {
    return new Actor(type, provenName, remote, requestId, traceparent);
  }

  public enum Type implements Coded {
    ADMIN,
    CREDENTIAL;
  }
}
