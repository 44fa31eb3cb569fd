package io.leadgate.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Checks the values of {@link Settings}. Each check throws a {@link SettingsException} with a line
 * that begins with the key.
 */
final class SettingsCheck {

  private SettingsCheck() {}

  static void within(String key, long value, long min, long max) {
    if (value < min || value > max) {
      throw new SettingsException("%s must be %d to %d, not %d".formatted(key, min, max, value));
    }
  }

  static void within(String key, @Nullable Duration value, Duration min, Duration max) {
    if (value == null || value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new SettingsException(
          "%s must be %s to %s, not %s"
              .formatted(
                  key,
                  DurationText.format(min),
                  DurationText.format(max),
                  value == null ? "empty" : DurationText.format(value)));
    }
  }

  static void present(String key, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw notSet(key);
    }
  }

  static void oneOf(String key, @Nullable String value, String... allowed) {
    if (value == null || !List.of(allowed).contains(value)) {
      throw new SettingsException(
          "%s must be one of %s".formatted(key, String.join(", ", allowed)));
    }
  }

  static void secret(String key, @Nullable Secret value) {
    present(key, value == null ? null : value.value());
  }

  /**
   * Parses the URI of a server. The message of a failure never quotes the URI, because the URI may
   * contain a password.
   */
  static URI uri(String key, @Nullable Secret value, String... schemes) {
    secret(key, value);
    try {
      URI uri = new URI(value == null ? "" : value.value());
      if (uri.getScheme() == null || !List.of(schemes).contains(uri.getScheme())) {
        throw new SettingsException("%s must begin with %s://".formatted(key, schemes[0]));
      }
      if (uri.getHost() == null) {
        throw new SettingsException(
            "%s must be %s://[user:password@]host[:port]/..., one server"
                .formatted(key, schemes[0]));
      }
      return uri;
    } catch (URISyntaxException e) {
      throw new SettingsException("%s is not a URI: %s".formatted(key, e.getReason()));
    }
  }

  /**
   * Checks an issuer, which is a name or a URL. Clients find the gateway by the URL, so the URL has
   * no path (RFC 8414, section 3).
   */
  static void issuer(String key, @Nullable String value) {
    present(key, value);
    if (value == null || !value.contains("://")) {
      return;
    }
    try {
      URI uri = new URI(value);
      if (List.of("http", "https").contains(uri.getScheme())
          && uri.getHost() != null
          && value.equals(uri.getScheme() + "://" + uri.getRawAuthority())
          && uri.getUserInfo() == null) {
        return;
      }
    } catch (URISyntaxException e) {
      // A malformed URL is refused like a URL with a path.
    }
    throw new SettingsException(
        "%s must be a name, or a URL without a path: https://leads.example.com".formatted(key));
  }

  private static SettingsException notSet(String key) {
    return new SettingsException("%s is not set (%s)".formatted(key, environmentName(key)));
  }

  static String environmentName(String key) {
    return "LEADGATE_" + key.replace('.', '_').toUpperCase(Locale.ROOT);
  }
}
