package io.leadgate.budget;

/**
 * Sizes in memory, in bytes, on a 64-bit JVM with compressed references. The figures of objects are
 * upper bounds: after a full collection the heap has grown by 0.36 to 0.68 of the weight of
 * connections, heads, slow bodies, leads and arrays that are under way (JDK 25, 2026-11-26), and a
 * test holds it to less than all of it.
 */
public final class Weight {

  /** The objects of a request besides its head and body, from the router to the answer. */
  public static final int REQUEST = 3 * 1024;

  /** A header line's objects besides its text: the entry, and name and value. */
  public static final int HEADER_LINE = 160;

  /** A lead's objects besides its text, from the parser to the batch, and what its answer takes. */
  public static final int LEAD = 768;

  /** An open connection that does nothing. */
  public static final int CONNECTION = 9 * 1024;

  /**
   * How many times the bytes of a page of a list are in memory while it is read: as rows of the
   * client, as a tree of JSON, as text and as bytes.
   */
  public static final int LIST = 6;

  /** An array of half of this or more takes whole regions of the smallest heaps. */
  private static final int REGION = 1024 * 1024;

  private Weight() {}

  /** An array of that many bytes. */
  public static long bytes(long length) {
    return length < REGION / 2 ? length + 16 : (length + 16 + REGION - 1) / REGION * REGION;
  }

  /**
   * A text that was decoded from UTF-8. Only where it has as many characters as it had bytes is it
   * known to be ASCII, of which a character takes one byte; else a character counts two.
   *
   * @param utf8Length of what it was decoded from
   */
  public static long text(int length, int utf8Length) {
    return 24 + bytes(length == utf8Length ? length : 2L * length);
  }

  /** A text of which nothing else is known. */
  public static long text(String text) {
    return 24 + bytes(2L * text.length());
  }
}
