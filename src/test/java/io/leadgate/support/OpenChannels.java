package io.leadgate.support;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds the open connections of its process, both incoming and outgoing. Netty itself creates this
 * class where {@link #SWITCH} tells it to load extensions. Thread-safe.
 */
public final class OpenChannels extends ChannelInitializerExtension {

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

  /** The connections that have any of the ports at either end. */
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
