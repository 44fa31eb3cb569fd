package io.leadgate.domain;

import java.util.Locale;

/**
 * Who changes something, and from where.
 *
 * @param name the admin's name, or the credential's client id
 * @param remote an IP address
 * @param requestId of the request that asked for the change
 */
public record Actor(Type type, String name, String remote, String requestId) {

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
