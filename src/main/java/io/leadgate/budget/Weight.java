package io.leadgate.budget;

/**
 * Sizes of objects in memory, in bytes, on a 64-bit JVM with compressed references. The figures are
 * upper bounds: a test fills the heap with connections, heads, slow bodies, leads or arrays, and
 * requires that the heap grows by less than their weight. After a full collection the heap had
 * grown by 0.36 to 0.68 of the weight (JDK 25, 2026-11-26).
 */
public final class Weight {

  /** The objects of a request from the router to the answer, without its head and body. */
  public static final int REQUEST = 3 * 1024;

  /** The objects of a header line without its text: the entry, the name and the value. */
  public static final int HEADER_LINE = 160;

  /** The objects of a lead without its text, from the parser to the batch, and of its answer. */
  public static final int LEAD = 768;

  /** An idle open connection. */
  public static final int CONNECTION = 9 * 1024;

  /**
   * How many times the bytes of a list's page are in memory. The rows of the client may take two
   * bytes a character. The page's bytes are copied when their room grows, and once more outside of
   * the heap when they are sent.
   */
  public static final int LIST = 6;

  /**
   * The region size of the smallest heaps: an array of at least half a region takes whole regions.
   */
  private static final int REGION = 1024 * 1024;

  private Weight() {}

  /**
   * The weight of an array.
   *
   * @param length its length in bytes
   */
  public static long bytes(long length) {
    return length < REGION / 2 ? length + 16 : (length + 16 + REGION - 1) / REGION * REGION;
  }

  /**
   * The weight of a text that was decoded from UTF-8. If its characters are as many as its bytes
   * were, the text is ASCII and takes a byte a character; otherwise a character counts two bytes.
   *
   * @param utf8Length the number of bytes that the text was decoded from
   */
  public static long text(int length, int utf8Length) {
    return 24 + bytes(length == utf8Length ? length : 2L * length);
  }

  /** The weight of a text whose encoded length is unknown: two bytes a character. */
  public static long text(String text) {
    return 24 + bytes(2L * text.length());
  }
}
