package io.leadgate.config;

import io.leadgate.config.SettingsException.Fault;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks the values of one group of {@link Settings} and collects all their faults. The line of
 * each fault begins with the key.
 */
final class SettingsCheck {

  private static final Pattern HOST = Pattern.compile("[a-z0-9_]([a-z0-9._-]*[a-z0-9])?");
  private static final Pattern ORIGIN =
      Pattern.compile("https?://(%s|\\[[0-9a-f:.]+\\])(:\\d{1,5})?".formatted(HOST.pattern()));

  private final List<Fault> faults = new ArrayList<>();

  /** Throws a {@link SettingsException} if a check has failed. */
  void end() {
    if (!faults.isEmpty()) {
      throw new SettingsException(faults);
    }
  }

  /**
   * @param fault the rest of the line, which begins with the key
   */
  void refuse(String key, String fault) {
    faults.add(new Fault(key, key + " " + fault));
  }

  /** Whether the value is good, so that a further check may depend on it. */
  boolean within(String key, long value, long min, long max) {
    if (value < min || value > max) {
      refuse(key, "must be %d to %d, not %d".formatted(min, max, value));
      return false;
    }
    return true;
  }

  void within(String key, @Nullable Duration value, Duration min, Duration max) {
    if (value == null || value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      refuse(
          key,
          "must be %s to %s, not %s"
              .formatted(
                  DurationText.format(min),
                  DurationText.format(max),
                  value == null ? "empty" : DurationText.format(value)));
    }
  }

  boolean present(String key, @Nullable String value) {
    if (value == null || value.isBlank()) {
      refuse(key, "is not set (%s)".formatted(environmentName(key)));
      return false;
    }
    return true;
  }

  void oneOf(String key, @Nullable String value, String... allowed) {
    if (value == null || !List.of(allowed).contains(value)) {
      refuse(key, "must be one of %s".formatted(String.join(", ", allowed)));
    }
  }

  boolean secret(String key, @Nullable Secret value) {
    return present(key, value == null ? null : value.value());
  }

  /**
   * Checks the URI of a server. The line of a fault never quotes the URI, because the URI may
   * contain a password.
   *
   * @return the URI; empty if it was refused
   */
  Optional<URI> uri(String key, @Nullable Secret value, String... schemes) {
    if (!secret(key, value) || value == null) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(value.value());
      if (uri.getScheme() == null || !List.of(schemes).contains(uri.getScheme())) {
        refuse(key, "must begin with %s://".formatted(schemes[0]));
      } else if (uri.getHost() == null) {
        refuse(
            key, "must be %s://[user:password@]host[:port]/..., one server".formatted(schemes[0]));
      } else {
        return Optional.of(uri);
      }
    } catch (URISyntaxException e) {
      refuse(key, "is not a URI: %s".formatted(e.getReason()));
    }
    return Optional.empty();
  }

  /**
   * Checks an issuer, which is a name or a URL. Clients find the gateway by the URL, so the URL has
   * no path (RFC 8414, section 3).
   */
  void issuer(String key, @Nullable String value) {
    if (!present(key, value) || value == null || !value.contains("://")) {
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
    refuse(key, "must be a name, or a URL without a path: https://leads.example.com");
  }

  /** Checks a list of origins as browsers write them (RFC 6454, section 6.2). */
  void origins(String key, @Nullable String value) {
    each(key, value, ORIGIN, "origins such as https://ops.example.com or http://ops:8443");
  }

  /** Checks a list of names of hosts, without ports. */
  void hosts(String key, @Nullable String value) {
    each(key, value, HOST, "names such as leadgate.internal, without a port");
  }

  private void each(String key, @Nullable String list, Pattern form, String kind) {
    for (String part : split(list)) {
      if (!form.matcher(part).matches()) {
        refuse(key, "must be %s, separated by commas, not \"%s\"".formatted(kind, part));
      }
    }
  }

  /**
   * The parts of a list that is separated by commas, in lower case and in their order; empty for an
   * empty text.
   */
  static Set<String> split(@Nullable String list) {
    return list == null || list.isBlank()
        ? Set.of()
        : Arrays.stream(list.split(",", -1))
            .map(part -> part.strip().toLowerCase(Locale.ROOT))
            .collect(
                Collectors.collectingAndThen(
                    Collectors.toCollection(LinkedHashSet::new), Collections::unmodifiableSet));
  }

  /** A token of RFC 9110, section 5.6.2. */
  void headerName(String key, Optional<String> name) {
    if (name.filter(text -> !text.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")).isPresent()) {
      refuse(key, "must be the name of a header, such as X-Remote-User");
    }
  }

  void networks(String key, @Nullable String value) {
    try {
      Network.parseList(key, value == null ? "" : value);
    } catch (SettingsException e) {
      faults.add(new Fault(key, String.valueOf(e.getMessage())));
    }
  }

  static String environmentName(String key) {
    return "LEADGATE_" + key.replace('.', '_').toUpperCase(Locale.ROOT);
  }
}
