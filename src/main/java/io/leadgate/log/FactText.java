package io.leadgate.log;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/**
 * Writes a fact for a person to read: its message and {@code key=value …}, always on one line. A
 * value that could be misread stands in quotes, as in JSON. A library's line ends with the
 * library's logger.
 */
public final class FactText extends ClassicConverter {

  private static final String OWN_LOGGER = "leadgate";

  @Override
  public String convert(ILoggingEvent event) {
    StringBuilder text = new StringBuilder();
    escape(text, String.valueOf(event.getFormattedMessage()));
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs != null) {
      pairs.forEach(pair -> add(text, pair.key, String.valueOf(pair.value)));
    }
    if (!event.getLoggerName().equals(OWN_LOGGER)) {
      add(text, "logger", event.getLoggerName());
    }
    return text.toString();
  }

  private static void add(StringBuilder text, String key, String value) {
    text.append(' ').append(key).append('=');
    if (!value.isEmpty() && value.chars().allMatch(FactText::isPlain)) {
      text.append(value);
    } else {
      text.append('"');
      escape(text, value);
      text.append('"');
    }
  }

  private static boolean isPlain(int c) {
    return c > ' ' && c < 0x7f && c != '"' && c != '\\' && c != '=';
  }

  private static void escape(StringBuilder text, String value) {
    value
        .chars()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '"', '\\' -> text.append('\\').append((char) c);
                default -> {
                  if (breaksLines(c)) {
                    text.append("\\u").append(String.format("%04x", c));
                  } else {
                    text.append((char) c);
                  }
                }
              }
            });
  }

  /** Control characters, and Unicode's line and paragraph separators. */
  private static boolean breaksLines(int c) {
    return Character.isISOControl(c) || c == 0x2028 || c == 0x2029;
  }
}
