package io.leadgate.console.frame;

import io.leadgate.web.request.UrlEncoded;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A path with a query, built pair by pair. Confined to its maker. */
public final class Address {

  private final StringBuilder text;
  private boolean hasQuery;

  public Address(String path) {
    text = new StringBuilder(path);
  }

  /** Adds a parameter; a parameter with an empty value is left out. */
  public Address with(String name, String value) {
    if (!value.isEmpty()) {
      text.append(hasQuery ? '&' : '?').append(encoded(name)).append('=').append(encoded(value));
      hasQuery = true;
    }
    return this;
  }

  /** An address of which the query has lost some parameters. */
  static Address but(String path, String query, List<String> names) {
    Address address = new Address(path);
    UrlEncoded.pairsOfQuery(query).orElse(List.of()).stream()
        .filter(pair -> !names.contains(pair.name()))
        .forEach(pair -> address.with(pair.name(), pair.value()));
    return address;
  }

  /** The value of a parameter, or a part of a path, as an address has it. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
