package io.leadgate.management;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.leadgate.domain.QuarantinedRequest;
import io.leadgate.web.answer.Json;
import io.leadgate.web.request.UrlEncoded;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the names of the fields in a quarantined body, for admins that may not see the values: the
 * members of JSON at any depth, or the names of a form. A body with a name that no form would have
 * gives no names at all, because a sender may put a person's data in the place of a name: JSON that
 * is sent as a form is a single name. Thread-safe.
 */
final class FieldNames {

  private static final int NAMES_MAX = 200;
  private static final int DEPTH_MAX = 1_000;

  /** Begins with a letter, so that no telephone number is a name; no e-mail address matches. */
  private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.\\[\\] -]{0,63}");

  private static final JsonFactory JSON = Json.leadFactory(DEPTH_MAX);

  private final Set<String> names = new LinkedHashSet<>();
  private boolean isEachUsual = true;

  private FieldNames() {}

  /** The names, each once; empty if the body is neither JSON nor a form, or has an unusual name. */
  static Optional<List<String>> in(QuarantinedRequest request) {
    FieldNames found = new FieldNames();
    boolean isForm =
        request.contentType().orElse("").toLowerCase(Locale.ROOT).contains("form-urlencoded");
    boolean isRead = isForm ? found.readForm(request.body()) : found.readJson(request.body());
    return isRead && found.isEachUsual ? Optional.of(List.copyOf(found.names)) : Optional.empty();
  }

  private boolean readForm(byte[] body) {
    Optional<List<UrlEncoded.Pair>> pairs = UrlEncoded.pairs(body);
    pairs.ifPresent(read -> read.forEach(pair -> add(pair.name())));
    return pairs.isPresent() && isEachPairWithEqualsSign(body);
  }

  /** Text without an equals sign is as much a value as a name. */
  private static boolean isEachPairWithEqualsSign(byte[] body) {
    return Arrays.stream(new String(body, StandardCharsets.ISO_8859_1).split("&", -1))
        .allMatch(pair -> pair.isEmpty() || pair.contains("="));
  }

  private boolean readJson(byte[] body) {
    try (JsonParser parser = JSON.createParser(body)) {
      JsonToken token = parser.nextToken();
      boolean isJson = token != null;
      while (token != null) {
        if (token == JsonToken.FIELD_NAME) {
          add(parser.currentName());
        }
        token = parser.nextToken();
      }
      return isJson;
    } catch (IOException malformed) {
      return false;
    }
  }

  private void add(String name) {
    if (!NAME.matcher(name).matches()) {
      isEachUsual = false;
    } else if (names.size() < NAMES_MAX) {
      names.add(name);
    }
  }
}
