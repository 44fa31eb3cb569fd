package io.leadgate.domain;

import java.nio.ByteBuffer;

/**
 * The part of an IP address by which callers are told apart: an IPv4 address whole, and of an IPv6
 * address the first 64 bits, because a caller can choose any address behind them.
 */
public final class CallerNetwork {

  private static final int IPV4_BYTES = 4;

  private CallerNetwork() {}

  /**
   * A number for the network of an address. No IPv6 network of callers begins with 32 zero bits, as
   * the numbers of all IPv4 addresses do.
   *
   * @param address 4 or 16 bytes
   */
  public static long of(byte[] address) {
    ByteBuffer bytes = ByteBuffer.wrap(address);
    return address.length == IPV4_BYTES ? Integer.toUnsignedLong(bytes.getInt()) : bytes.getLong();
  }
}
