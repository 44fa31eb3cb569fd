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
 * Finds the secrets and the fields of leads in what specs send and get, and has {@link SpecLog}
 * remember them: none of them may be in any log. Called where requests are made, so that no spec
 * has to think of it.
 */
public final class UsedValues {

  private static final JsonFactory JSON = new JsonFactory();

  /** Where all that a body holds is a lead's. */
  private static final Pattern LEADS = Pattern.compile("/leads|/insert/general");

  private static final Set<String> SECRET_MEMBERS =
      Set.of("client_secret", "access_token", "token", "password");
  private static final Set<String> SEARCH_PARAMETERS = Set.of("email", "phone");

  /** Of a request to the receiver, and no word of a lead's. */
  private static final Pattern TEST = Pattern.compile("(?<=\\?|&)test=(true|false)(&|$)");

  private static final Pattern XML_TEXT = Pattern.compile("(?:>|<!\\[CDATA\\[)([^<>]+)(?=<|]]>)");
  private static final Pattern QUOTED = Pattern.compile("\"([^\"\\\\]+)\"");
  private static final Pattern PASSWORD = Pattern.compile("://[^:@/]*:([^@]+)@");
  private static final Pattern HEADER = Pattern.compile("(?m)^([A-Za-z_-]+): *(.*?)\r?$");
  private static final Pattern REQUEST_LINE = Pattern.compile("^[A-Z]+ (\\S+) HTTP/");

  private UsedValues() {}

  /** The environment of a gateway. */
  public static void inEnvironment(Map<String, String> environment) {
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
   * @param headers names and values in turn
   */
  public static void inRequest(String path, List<String> headers, String body) {
    for (int i = 0; i + 1 < headers.size(); i += 2) {
      inHeader(headers.get(i), headers.get(i + 1));
    }
    String query = TEST.matcher(path).replaceAll("").replaceFirst("^[^?]*\\??", "");
    inPairs(query, LEADS.matcher(path).find(), SEARCH_PARAMETERS);
    inBody(path, body);
  }

  /** What is written to a connection: a request, the beginning of one, or a piece of a body. */
  public static void inBytes(String text) {
    Matcher line = REQUEST_LINE.matcher(text);
    if (!line.find()) {
      inBody("/leads", text);
      return;
    }
    String[] parts = text.split("\r?\n\r?\n", 2);
    HEADER.matcher(parts[0]).results().forEach(found -> inHeader(found.group(1), found.group(2)));
    inRequest(line.group(1), List.of(), parts.length > 1 ? parts[1] : "");
  }

  public static void inAnswer(String body) {
    if (body.startsWith("{")) {
      inJson(body, false);
    }
  }

  private static void inHeader(String name, String value) {
    switch (name.toLowerCase(Locale.ROOT)) {
      case "authorization" -> inAuthorization(value);
      case "access_token" -> inToken(value);
      case "idempotency-key" -> SpecLog.remember("idempotency key", value.replace("\"", ""));
      default -> {}
    }
  }

  private static void inAuthorization(String value) {
    String[] parts = value.strip().split(" +", 2);
    String credentials = parts[parts.length - 1];
    inToken(credentials);
    if (parts[0].equalsIgnoreCase("Basic")) {
      try {
        String pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
        SpecLog.remember("password", pair.substring(pair.indexOf(':') + 1));
      } catch (IllegalArgumentException noBase64) {
        SpecLog.remember("password", credentials);
      }
    }
  }

  /** Whole, and its signature alone. */
  private static void inToken(String token) {
    SpecLog.remember("token", token);
    SpecLog.remember("token", token.substring(token.lastIndexOf('.') + 1));
  }

  private static void inBody(String path, String body) {
    boolean isLead = LEADS.matcher(path).find();
    if (body.isBlank()) {
      return;
    }
    boolean isJson = inJson(body, isLead);
    if (!isJson && isLead) {
      SpecLog.remember("lead", body.strip());
      // What XML has in quotes is no lead's: a version, an encoding.
      Pattern values = body.startsWith("<") ? XML_TEXT : QUOTED;
      values.matcher(body).results().forEach(text -> SpecLog.remember("lead", text.group(1)));
    }
    boolean isForm = !isJson && isLead && !body.matches("(?s)[\\[{<].*");
    inPairs(body, isForm, SECRET_MEMBERS);
  }

  private static void inPairs(String text, boolean all, Set<String> names) {
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

  /** Whether it is JSON to its end; what stands before the end is found in any case. */
  private static boolean inJson(String text, boolean isLead) {
    try (JsonParser parser = JSON.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isScalarValue() && !token.isBoolean() && token != JsonToken.VALUE_NULL) {
          inMember(parser.currentName(), parser.getText(), isLead);
        }
      }
      return true;
    } catch (IOException malformed) {
      return false;
    }
  }

  private static void inMember(@Nullable String name, String value, boolean isLead) {
    if (name != null && SECRET_MEMBERS.contains(name)) {
      inToken(value);
    } else if (isLead) {
      SpecLog.remember("lead", value);
    }
  }
}
