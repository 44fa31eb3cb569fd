package io.leadgate.receiver.cut;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A body without its credentials.
 *
 * @param names the names of the members that were cut out, each in the spelling in which it came
 *     first; at most as many as there are names of credentials
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Cut(byte[] body, List<String> names) {

  /** Nothing was cut out, because nothing was read. */
  public static final Cut NOTHING = new Cut(new byte[0], List.of());

  /** Collects the names of members that are cut out. Confined to one event loop. */
  public static final class Names {
    private final Map<String, String> bySpelling = new LinkedHashMap<>();

    public void add(String name) {
      bySpelling.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
    }

    public boolean isEmpty() {
      return bySpelling.isEmpty();
    }

    public List<String> list() {
      return List.copyOf(bySpelling.values());
    }
  }
}
