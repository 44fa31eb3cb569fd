package io.leadgate.budget;

/**
 * Sizes in a node's memory, in bytes, of what the Account API manages: the objects besides the
 * bytes of their texts. A row of the catalogue takes the sum of its parts. The figures round up
 * what {@code CatalogWeightTest} measures on a 64-bit JVM with compressed references; the measured
 * size stands beside each.
 */
public final class CatalogWeight {

  /** A lead source, with its place in the catalogue. Measured: 170. */
  public static final int LEAD_SOURCE = 192;

  /** A lead type without fields, with its place in the catalogue. Measured: 272. */
  public static final int LEAD_TYPE = 352;

  /** A field of a lead type. Measured: 230 among many; 264 alone; 210 more for a choice. */
  public static final int FIELD = 256;

  /**
   * An option of a choice: its text, the form in which it is looked up, and an entry of a hash
   * table for each. Measured: 93 where the form is the text itself, 189 where it is another text,
   * 224 where the hashes collide as well.
   */
  public static final int OPTION = 240;

  /**
   * How many times the text of a lead type is in memory: the name of a field also in lower case, an
   * option also in its other form. The JSON around the texts counts too, and pays for the rest of a
   * field and of a choice.
   */
  public static final int LEAD_TYPE_TEXTS = 2;

  /** A campaign, with its places in the catalogue. Measured: 232. */
  public static final int CAMPAIGN = 272;

  /**
   * The name of a field in a campaign's duplicate rules. Measured: 112 as a set of its own, 58
   * among other names of a set.
   */
  public static final int RULE_NAME = 112;

  private CatalogWeight() {}
}
