package io.leadgate.budget;

/**
 * Sizes, in bytes, of the catalogue's objects in a node's memory, without the bytes of their texts.
 * The weight of a row is the sum of its parts. The figures round up the sizes that {@code
 * CatalogWeightTest} measures on a 64-bit JVM with compressed references; each measured size stands
 * beside its figure.
 */
public final class CatalogWeight {

  /** A lead source, and its place in the catalogue. Measured: 170. */
  public static final int LEAD_SOURCE = 192;

  /** A lead type without fields, and its place in the catalogue. Measured: 272. */
  public static final int LEAD_TYPE = 352;

  /** A field of a lead type. Measured: 230 among many fields, 264 alone, 210 more for a choice. */
  public static final int FIELD = 256;

  /**
   * An option of a choice: its text, its lookup form, and a hash table entry for each. Measured: 93
   * if text and lookup form are equal, 189 if they differ, 224 if their hashes collide as well.
   */
  public static final int OPTION = 240;

  /**
   * How many times the texts of a lead type are in memory: the name of a field also in lower case,
   * an option also in its lookup form. The JSON syntax around the texts is counted too, and covers
   * the rest of a field and of a choice.
   */
  public static final int LEAD_TYPE_TEXTS = 2;

  /**
   * A campaign, its places in the catalogue, and the list of eight hashes of other campaigns' rules
   * that its leads get. Measured: 289, and 352 with such hashes.
   */
  public static final int CAMPAIGN = 368;

  /**
   * The name of a field in a campaign's dedupe window. Measured: 87 alone, 61 among other names; in
   * capitals 134 alone and 109 among others.
   *
   * <p>Each set and each name of duplicate rules counts as two such names: as written, and as a
   * kind of hash with its use. A kind that campaigns share counts for each of them. Measured: 430
   * for a set of one name, 331 among other sets, 102 more for each further name.
   */
  public static final int CAMPAIGN_NAME = 144;

  private CatalogWeight() {}
}
