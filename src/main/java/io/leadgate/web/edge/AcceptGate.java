package io.leadgate.web.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Bounds the connections in memory, including those that are about to be turned away or closed. A
 * connection beyond the bound gets its 503 and is closed at once. The bound is needed because a
 * connection costs some 9 KiB as soon as Vert.x knows it, and because one thread accepts the
 * sockets that other threads serve, so that a flood would fill the heap while the event loops are
 * busy. Confined to the accepting thread.
 */
@ChannelHandler.Sharable
final class AcceptGate extends ChannelInboundHandlerAdapter {

  private static final String NAME = "leadgate-accept-gate";

  private final Connections connections;
  private final Runnable turnedAway;

  /**
   * @param turnedAway runs for each connection that is turned away here, on the accepting thread
   */
  AcceptGate(Connections connections, Runnable turnedAway) {
    this.connections = connections;
    this.turnedAway = turnedAway;
  }

  /**
   * Adds this gate in front of a listening socket, unless the socket has the gate already. May be
   * called on any thread.
   */
  void guard(Channel listening) {
    if (listening.pipeline().get(NAME) == null) {
      listening
          .eventLoop()
          .execute(
              () -> {
                if (listening.pipeline().get(NAME) == null) {
                  listening.pipeline().addFirst(NAME, this);
                }
              });
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof Channel accepted) {
      if (!connections.tryEnterMemory()) {
        turnedAway.run();
        OverloadAnswer.writeUnregistered(accepted);
        accepted.unsafe().closeForcibly();
        return;
      }
      // Queued behind the task with which Netty releases a closed connection.
      accepted
          .closeFuture()
          .addListener(
              closed -> {
                if (accepted.isRegistered()) {
                  accepted.eventLoop().execute(connections::leaveMemory);
                } else {
                  connections.leaveMemory();
                }
              });
    }
    context.fireChannelRead(message);
  }
}
