package io.leadgate.attack;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.IntStream;

/** The loopback addresses of clients. They differ, because a gateway bounds each address. */
public final class Addresses {

  /** The attackers' only address. */
  public static final List<InetAddress> ONE = List.of(loopback(1));

  /** The good leads' address. */
  public static final InetAddress GOOD = loopback(2);

  /** The addresses of attackers that use many. */
  public static final List<InetAddress> MANY =
      IntStream.range(10, 26).mapToObj(Addresses::loopback).toList();

  private Addresses() {}

  private static InetAddress loopback(int last) {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
