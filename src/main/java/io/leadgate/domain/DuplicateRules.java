package io.leadgate.domain;

import java.util.List;
import java.util.Locale;

/**
 * Which leads of a campaign are duplicates. Kept and shown; no lead is checked against them yet.
 *
 * @param sets names of fields: two leads are duplicates where all fields of one set are the same
 * @param days how far to look back
 */
public record DuplicateRules(List<List<String>> sets, int days, Action action, Within within) {

  /** What is done with a duplicate. */
  public enum Action {
    FLAG,
    REJECT;

    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Action of(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT));
    }
  }

  /** Among which leads it is looked for. */
  public enum Within {
    CAMPAIGN,
    LEAD_SOURCE,
    ALL;

    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Within of(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT));
    }
  }
}
