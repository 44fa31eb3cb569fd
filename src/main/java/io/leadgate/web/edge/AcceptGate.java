package io.leadgate.web.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Stands at the listening socket and bounds the connections that are in memory, those among them
 * that are about to be turned away or closed. Because a connection costs some 9 KiB as soon as
 * Vert.x knows of it, and the socket is accepted on another thread than the connections are served
 * on, a flood would else fill the heap while the event loops are busy. Past this bound a connection
 * gets its 503 and is closed at once. Runs on the accepting thread.
 */
@ChannelHandler.Sharable
final class AcceptGate extends ChannelInboundHandlerAdapter {

  private static final String NAME = "leadgate-accept-gate";

  private final Connections connections;
  private final Runnable turnedAway;

  /**
   * @param turnedAway is told of each connection that is turned away here, on the accepting thread
   */
  AcceptGate(Connections connections, Runnable turnedAway) {
    this.connections = connections;
    this.turnedAway = turnedAway;
  }

  /** Puts it before everything else at that socket, if there is none yet. On any thread. */
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
      // Behind the task with which Netty lets go of a closed connection.
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
