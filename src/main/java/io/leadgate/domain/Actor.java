package io.leadgate.domain;

import java.util.Optional;

/**
 * The origin of a change: the admin, credential or operator that makes the change.
 *
 * @param name the admin's name, the credential's client id, or the operator's name on its machine
 * @param request the request that makes the change; empty for a command
 */
public record Actor(Type type, String name, Optional<Request> request) {

  /**
   * A request that makes a change.
   *
   * @param remote the IP address of the request
   * @param id the id of the request
   * @param traceparent the trace to which the request belongs (W3C Trace Context), if any
   */
  public record Request(String remote, String id, Optional<String> traceparent) {}

  /** An operator that runs a command on a machine which can reach the database. */
  public static Actor operator(String name) {
    return new Actor(Type.OPERATOR, name, Optional.empty());
  }

  /** A copy with the name that the login has proved. */
  public Actor named(String provenName) {
    return new Actor(type, provenName, request);
  }

  public enum Type implements Coded {
    ADMIN,
    CREDENTIAL,
    OPERATOR;
  }
}
