package io.leadgate.fuzz;

import static io.leadgate.fuzz.Oracle.must;

import io.leadgate.web.body.Body;
import io.leadgate.web.body.BodyBound;
import io.leadgate.web.body.Gzip;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Reads the input as gzip, and reads gzip that the JDK has made of the input. */
final class FuzzedGzip {

  private static final int BOUND = 20_000;

  private FuzzedGzip() {}

  static void verify(byte[] input) {
    checkMade(input);
    switch (inflated(input, BOUND)) {
      case Body.Whole whole -> {
        must(whole.bytes().length() <= BOUND, "the output is within the bound");
        must(
            isWhole(inflated(compressed(whole.bytes().getBytes()), BOUND), whole),
            "a body stays the same, compressed and inflated again");
        checkBound(input, whole.bytes());
      }
      case Body.Broken broken ->
          must(
              Arrays.equals(broken.asItCame().getBytes(), input),
              "a broken body is kept as it came");
      case Body.Unread unread -> must(input.length > 18, "an empty member has 18 bytes or more");
    }
  }

  private static void checkMade(byte[] input) {
    byte[] once = compressed(input);
    must(
        isWhole(inflated(once, BOUND), new Body.Whole(Buffer.buffer(input))),
        "the bytes that went in come out");
    checkBound(once, Buffer.buffer(input));
    byte[] twice = concat(once, once);
    must(
        isWhole(inflated(twice, BOUND), new Body.Whole(Buffer.buffer(concat(input, input)))),
        "several members are one body");
    for (byte[] whole : new byte[][] {once, twice}) {
      int cut = Math.floorMod(Arrays.hashCode(input), whole.length);
      must(
          cut == once.length || inflated(Arrays.copyOf(whole, cut), BOUND) instanceof Body.Broken,
          "a body that is cut off is broken");
    }
    must(
        inflated(Arrays.copyOf(once, once.length + 1), BOUND) instanceof Body.Broken,
        "a body with a byte behind it is broken");
  }

  /** Checks that a body is read at a bound of its length, and not at a bound of a byte less. */
  private static void checkBound(byte[] gzip, Buffer whole) {
    must(
        isWhole(inflated(gzip, whole.length()), new Body.Whole(whole)),
        "a body at its bound is read");
    must(
        whole.length() == 0 || inflated(gzip, whole.length() - 1) instanceof Body.Unread,
        "a body past its bound is not read");
  }

  private static boolean isWhole(Body body, Body.Whole wanted) {
    return body instanceof Body.Whole whole && whole.bytes().equals(wanted.bytes());
  }

  private static Body inflated(byte[] gzip, int bound) {
    return Gzip.inflate(Buffer.buffer(gzip), BodyBound.of(bound));
  }

  static byte[] compressed(byte[] bytes) {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory cannot fail", e);
    }
    return gzip.toByteArray();
  }

  private static byte[] concat(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}
