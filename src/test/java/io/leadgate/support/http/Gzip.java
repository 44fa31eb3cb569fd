package io.leadgate.support.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Compresses and inflates bodies with gzip. */
public final class Gzip {

  /** More than any body may have, so that a bomb costs a test little. */
  private static final int INFLATED_BYTES_MAX = 4 << 20;

  private Gzip() {}

  public static byte[] of(byte[] bytes) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  /** The inflated bytes; empty where the input is not gzip or is broken. */
  static Optional<byte[]> inflated(byte[] compressed) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      return Optional.of(in.readNBytes(INFLATED_BYTES_MAX));
    } catch (IOException broken) {
      return Optional.empty();
    }
  }
}
