package io.leadgate.support.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Collects the secrets and the fields of leads that specs send and receive, and hands them to
 * {@link SpecLog}, because no log may hold them. The clients of the tests call it for each request
 * and answer, so that no spec has to.
 */
public final class UsedValues {

  private static final JsonFactory JSON = new JsonFactory();

  /** The paths where each value of a body belongs to a lead. */
  private static final Pattern LEADS = Pattern.compile("/leads|(?i)/insert/");

  private static final Set<String> SECRET_MEMBERS =
      Set.of("client_secret", "access_token", "token", "password");
  private static final Set<String> SEARCH_PARAMETERS = Set.of("email", "phone");

  /** The parameter {@code test} of the receiver, which is not a value of a lead. */
  private static final Pattern TEST = Pattern.compile("(?<=\\?|&)test=(true|false)(&|$)");

  private static final Pattern XML_TEXT = Pattern.compile("(?:>|<!\\[CDATA\\[)([^<>]+)(?=<|]]>)");

  /** Quoted text that is no name of a member or of a part of multipart. */
  private static final Pattern QUOTED = Pattern.compile("(?<!name=)\"([^\"\\\\]+)\"(?!\\s*:)");

  private static final Pattern PASSWORD = Pattern.compile("://[^:@/]*:([^@]+)@");
  private static final Pattern HEADER = Pattern.compile("(?m)^([A-Za-z_-]+): *(.*?)\r?$");
  private static final Pattern REQUEST_LINE = Pattern.compile("^[A-Z]+ (\\S+) HTTP/");

  private UsedValues() {}

  /** Collects the secrets of a gateway's environment. */
  public static void collectFromEnvironment(Map<String, String> environment) {
    environment.forEach(
        (name, value) -> {
          if (name.endsWith("SIGNING_KEYS") || name.endsWith("PASSWORD")) {
            List.of(value.split(",")).forEach(secret -> SpecLog.remember("setting", secret));
          } else if (name.endsWith("_URI")) {
            PASSWORD
                .matcher(value)
                .results()
                .forEach(found -> SpecLog.remember("setting", found.group(1)));
          }
        });
  }

  /**
   * Collects from a request.
   *
   * @param headers names and values in turn
   */
  public static void collectFromRequest(String path, List<String> headers, String body) {
    for (int i = 0; i + 1 < headers.size(); i += 2) {
      collectFromHeader(headers.get(i), headers.get(i + 1));
    }
    String query = TEST.matcher(path).replaceAll("").replaceFirst("^[^?]*\\??", "");
    collectFromPairs(query, LEADS.matcher(path).find(), SEARCH_PARAMETERS);
    collectFromBody(path, body);
  }

  /** Collects from bytes of a connection: a request, its beginning, or a piece of a body. */
  public static void collectFromBytes(String text) {
    Matcher line = REQUEST_LINE.matcher(text);
    if (!line.find()) {
      collectFromBody("/leads", text);
      return;
    }
    String[] parts = text.split("\r?\n\r?\n", 2);
    HEADER
        .matcher(parts[0])
        .results()
        .forEach(found -> collectFromHeader(found.group(1), found.group(2)));
    collectFromRequest(line.group(1), List.of(), parts.length > 1 ? parts[1] : "");
  }

  public static void collectFromAnswer(String body) {
    if (body.startsWith("{")) {
      collectFromJson(body, false);
    }
  }

  private static void collectFromHeader(String name, String value) {
    switch (name.toLowerCase(Locale.ROOT)) {
      case "authorization" -> collectFromAuthorization(value);
      case "access_token" -> collectFromToken(value);
      case "api-key" -> SpecLog.remember("static key", value);
      case "idempotency-key" -> SpecLog.remember("idempotency key", value.replace("\"", ""));
      default -> {}
    }
  }

  private static void collectFromAuthorization(String value) {
    String[] parts = value.strip().split(" +", 2);
    String credentials = parts[parts.length - 1];
    collectFromToken(credentials);
    if (parts[0].equalsIgnoreCase("Basic")) {
      try {
        String pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
        SpecLog.remember("password", pair.substring(pair.indexOf(':') + 1));
      } catch (IllegalArgumentException notBase64) {
        SpecLog.remember("password", credentials);
      }
    }
  }

  /** Collects the whole token, and its signature alone. */
  private static void collectFromToken(String token) {
    SpecLog.remember("token", token);
    SpecLog.remember("token", token.substring(token.lastIndexOf('.') + 1));
  }

  private static void collectFromBody(String path, String body) {
    boolean isLead = LEADS.matcher(path).find();
    if (body.isBlank()) {
      return;
    }
    boolean isJson = collectFromJson(body, isLead);
    if (!isJson && isLead) {
      SpecLog.remember("lead", body.strip());
      // Quoted text in XML is a version or an encoding, and not a value of a lead.
      Pattern values = body.startsWith("<") ? XML_TEXT : QUOTED;
      values.matcher(body).results().forEach(text -> SpecLog.remember("lead", text.group(1)));
    }
    boolean isForm = !isJson && isLead && !body.matches("(?s)[\\[{<].*");
    collectFromPairs(body, isForm, SECRET_MEMBERS);
  }

  private static void collectFromPairs(String text, boolean all, Set<String> names) {
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0 && (all || names.contains(pair.substring(0, equals)))) {
        String value = pair.substring(equals + 1);
        SpecLog.remember("parameter", value);
        SpecLog.remember("parameter", decoded(value));
      }
    }
  }

  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return value;
    }
  }

  /**
   * Collects from JSON, and returns whether the text is JSON to its end. The values before an error
   * are collected in any case.
   */
  private static boolean collectFromJson(String text, boolean isLead) {
    try (JsonParser parser = JSON.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isScalarValue() && !token.isBoolean() && token != JsonToken.VALUE_NULL) {
          collectFromMember(parser.currentName(), parser.getText(), isLead);
        }
      }
      return true;
    } catch (IOException malformed) {
      return false;
    }
  }

  private static void collectFromMember(@Nullable String name, String value, boolean isLead) {
    if (name != null && SECRET_MEMBERS.contains(name)) {
      collectFromToken(value);
    } else if (isLead) {
      SpecLog.remember("lead", value);
    }
  }
}
