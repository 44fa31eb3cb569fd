package io.leadgate.support.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds a port for a server that is stopped and started again on the same port.
 *
 * <p>Port 0 would not do, because the system takes such ports from the range that it also takes for
 * outgoing connections. A client that reconnects again and again while the server is down would
 * sooner or later get the server's port as its own, connect to itself, and so keep the server from
 * starting.
 */
public final class FreePort {

  private static final int FIRST = 15_000;
  private static final int END = 32_000;
  private static final int ATTEMPTS_MAX = 100;

  private FreePort() {}

  /** A port without a listener a moment ago. */
  public static int find() {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("No free port between " + FIRST + " and " + END);
  }

  /** Whether a listener on the loopback address could have this port now. */
  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // As servers do, so that connections that are still closing do not hold the port.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
