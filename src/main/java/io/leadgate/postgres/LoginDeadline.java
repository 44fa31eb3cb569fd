package io.leadgate.postgres;

import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Future;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.VertxWrapper;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a socket hard whose login takes too long. The client has no bound on a login: the kernel
 * of a hung server accepts and acknowledges, and nothing else comes. The handler is there from the
 * moment when the socket is connected, before TLS, until the login is done.
 */
final class LoginDeadline extends ChannelHandlerAdapter {

  private static final String NAME = "leadgate-login";
  private static final long MILLIS = 3_000;

  private @Nullable ScheduledFuture<?> close;

  private LoginDeadline() {}

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    close =
        context
            .executor()
            .schedule(() -> PostgresChannel.breakOff(context), MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (close != null) {
      close.cancel(false);
    }
  }

  /** Lifts the deadline of a channel. Has no effect where the channel is closed. */
  static void lift(ChannelPipeline pipeline) {
    if (pipeline.get(NAME) != null) {
      pipeline.remove(NAME);
    }
  }

  /** A Vert.x whose sockets have the deadline. */
  static VertxInternal on(VertxInternal vertx) {
    return new VertxWrapper(vertx) {
      @Override
      public NetClient createNetClient(NetClientOptions options) {
        return new Client(super.createNetClient(options));
      }
    };
  }

  private record Client(NetClient client) implements NetClient {

    private static Future<NetSocket> limited(Future<NetSocket> connected) {
      return connected.map(
          socket -> {
            ((NetSocketInternal) socket)
                .channelHandlerContext()
                .pipeline()
                .addFirst(NAME, new LoginDeadline());
            return socket;
          });
    }

    @Override
    public Future<NetSocket> connect(int port, String host) {
      return limited(client.connect(port, host));
    }

    @Override
    public Future<NetSocket> connect(int port, String host, String serverName) {
      return limited(client.connect(port, host, serverName));
    }

    @Override
    public Future<NetSocket> connect(SocketAddress address) {
      return limited(client.connect(address));
    }

    @Override
    public Future<NetSocket> connect(SocketAddress address, String serverName) {
      return limited(client.connect(address, serverName));
    }

    @Override
    public Future<NetSocket> connect(ConnectOptions options) {
      return limited(client.connect(options));
    }

    @Override
    public Future<Void> shutdown(long timeout, TimeUnit unit) {
      return client.shutdown(timeout, unit);
    }

    @Override
    public Future<Boolean> updateSSLOptions(ClientSSLOptions options, boolean force) {
      return client.updateSSLOptions(options, force);
    }

    @Override
    public boolean isMetricsEnabled() {
      return client.isMetricsEnabled();
    }
  }
}
