package io.leadgate.support;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows all connections of its process, those that came and those that it made. Netty itself makes
 * it, where it is told to look for extensions.
 */
public final class SeenChannels extends ChannelInitializerExtension {

  static final String SWITCH = "io.netty.bootstrap.extensions";

  private static final Set<Channel> OPEN = ConcurrentHashMap.newKeySet();

  @Override
  public void postInitializeClientChannel(Channel channel) {
    add(channel);
  }

  @Override
  public void postInitializeServerChildChannel(Channel channel) {
    add(channel);
  }

  private static void add(Channel channel) {
    OPEN.add(channel);
    channel.closeFuture().addListener(closed -> OPEN.remove(channel));
  }

  /** Those that have one of the ports at either end. */
  static List<Channel> at(List<Integer> ports) {
    return OPEN.stream()
        .filter(
            channel ->
                ports.contains(port(channel.localAddress()))
                    || ports.contains(port(channel.remoteAddress())))
        .toList();
  }

  private static int port(SocketAddress address) {
    return address instanceof InetSocketAddress internet ? internet.getPort() : 0;
  }
}
