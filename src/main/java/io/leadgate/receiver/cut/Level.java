package io.leadgate.receiver.cut;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The levels of a JSON body: where its leads are, and what may be around them. */
public enum Level {
  /** The body of a campaign's receiver: a lead or an array of leads. */
  BODY,
  /** An array of leads. */
  ARRAY,
  /** A lead of an array, or the object around it. */
  ITEM,
  /** The fields of a lead, or members beside leads of which none holds an object. */
  LEAD,
  /** The body of LeadExec's V2. */
  V2_BODY,
  V2_ENVELOPE,
  V2_LEADS,
  V2_LEAD,
  /** The value of a member of a lead. */
  WITHIN;

  /** Whether members of this level may be credentials. */
  boolean isOurs() {
    return this == ITEM || this == LEAD || this == V2_ENVELOPE || this == V2_LEAD;
  }

  /**
   * The level of an object or array in this level.
   *
   * @param name the name of the member that holds it; null in an array
   */
  Level of(boolean isObject, @Nullable String name) {
    return isObject ? ofObject(name) : ofArray(name);
  }

  private Level ofObject(@Nullable String name) {
    return switch (this) {
      case BODY -> LEAD;
      case ARRAY -> ITEM;
      case ITEM -> "fields".equals(name) ? LEAD : WITHIN;
      case V2_BODY -> V2_ENVELOPE;
      case V2_ENVELOPE ->
          isNamed(name, "source") ? LEAD : isNamed(name, "leads") ? V2_LEAD : WITHIN;
      case V2_LEADS -> V2_LEAD;
      case V2_LEAD -> isNamed(name, "fields") || isNamed(name, "properties") ? LEAD : WITHIN;
      case LEAD, WITHIN -> WITHIN;
    };
  }

  private Level ofArray(@Nullable String name) {
    return switch (this) {
      case BODY -> ARRAY;
      case V2_ENVELOPE -> isNamed(name, "leads") ? V2_LEADS : WITHIN;
      case V2_LEADS -> V2_LEADS;
      default -> WITHIN;
    };
  }

  private static boolean isNamed(@Nullable String name, String wanted) {
    return name != null && name.toLowerCase(Locale.ROOT).equals(wanted);
  }
}
