package io.leadgate.domain;

import java.nio.ByteBuffer;

/**
 * The part of an IP address that identifies a caller: the whole of an IPv4 address, and the first
 * 64 bits of an IPv6 address, because a caller can choose any address within these bits.
 */
public final class CallerNetwork {

  private static final int IPV4_BYTES = 4;

  private CallerNetwork() {}

  /**
   * The number of an address's network. The numbers of all IPv4 addresses begin with 32 zero bits,
   * and no IPv6 network of callers does.
   *
   * @param address 4 or 16 bytes
   */
  public static long of(byte[] address) {
    ByteBuffer bytes = ByteBuffer.wrap(address);
    return address.length == IPV4_BYTES ? Integer.toUnsignedLong(bytes.getInt()) : bytes.getLong();
  }

  /**
   * An address's network as a text, such as {@code 198.51.100.7} or {@code 2001:db8:0:1::/64}.
   *
   * @param address 4 or 16 bytes
   */
  public static String text(byte[] address) {
    ByteBuffer bytes = ByteBuffer.wrap(address);
    return address.length == IPV4_BYTES
        ? "%d.%d.%d.%d"
            .formatted(address[0] & 0xFF, address[1] & 0xFF, address[2] & 0xFF, address[3] & 0xFF)
        : "%x:%x:%x:%x::/64"
            .formatted(bytes.getShort(), bytes.getShort(), bytes.getShort(), bytes.getShort());
  }
}
