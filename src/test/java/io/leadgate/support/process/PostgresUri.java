package io.leadgate.support.process;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A {@code postgresql://user:password@host:port/database?option=value} in the form of the gateway's
 * settings, or several such URIs with commas between, among which the JDBC driver finds the
 * primary.
 */
public record PostgresUri(List<URI> servers) {

  public static PostgresUri parse(String text) {
    return new PostgresUri(
        Arrays.stream(text.split(",")).map(String::strip).map(URI::create).toList());
  }

  /** The same servers with another database. */
  public PostgresUri withDatabase(String name) {
    return new PostgresUri(servers.stream().map(server -> withPath(server, name)).toList());
  }

  /** Opens a connection to the primary; the caller closes it. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbc());
  }

  String jdbc() {
    URI first = servers.getFirst();
    String hosts =
        servers.stream()
            .map(server -> server.getRawAuthority().replaceFirst(".*@", ""))
            .collect(Collectors.joining(","));
    String options =
        Stream.of(user(first), first.getRawQuery(), "targetServerType=primary")
            .filter(option -> option != null && !option.isEmpty())
            .collect(Collectors.joining("&"));
    return "jdbc:postgresql://" + hosts + first.getRawPath() + "?" + options;
  }

  // An option of a JDBC URL escapes the same characters as a URI's user does, in the same way.
  private static String user(URI server) {
    String userInfo = server.getRawUserInfo();
    if (userInfo == null) {
      return "";
    }
    int colon = userInfo.indexOf(':');
    return colon < 0
        ? "user=" + userInfo
        : "user=" + userInfo.substring(0, colon) + "&password=" + userInfo.substring(colon + 1);
  }

  private static URI withPath(URI server, String database) {
    String query = server.getRawQuery() == null ? "" : "?" + server.getRawQuery();
    return URI.create("postgresql://" + server.getRawAuthority() + "/" + database + query);
  }

  @Override
  public String toString() {
    return servers.stream().map(URI::toString).collect(Collectors.joining(","));
  }
}
