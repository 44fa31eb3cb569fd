package io.leadgate.web.edge;

import io.leadgate.domain.Refusal;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * Watches the messages between Netty's codec and Vert.x, and reports them to the {@link
 * EdgeConnection}. If a request is answered before its body has come, marks the answer as the last
 * answer, after which the connection lingers ({@link Linger}). Confined to one event loop.
 */
final class EdgeHandler extends ChannelDuplexHandler {

  private static final int ERROR_MIN = 400;

  private final EdgeConnection connection;

  EdgeHandler(EdgeConnection connection) {
    this.connection = connection;
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    ChannelPromise sent = promise;
    boolean isFinal = !(message instanceof HttpResponse head) || head.status().code() >= 200;
    if (message instanceof HttpResponse answer) {
      RefusalMark.takeOff(answer).ifPresent(slug -> connection.refused(slug, status(slug, answer)));
    }
    if (isFinal && message instanceof HttpResponse response) {
      markIfLast(response);
    }
    if (isFinal && message instanceof LastHttpContent) {
      if (connection.isLastAnswer()) {
        sent = promise.unvoid();
        sent.addListener(done -> connection.startLingering());
      }
      connection.answerWritten();
    }
    var unused = context.write(message, sent);
  }

  /**
   * Decides whether the answer is the connection's last answer, because the edge wants it so, or
   * because the caller does and pipelines, so that bytes may come behind it. Other callers send
   * nothing behind the request that they end the connection with, and lingering would cost them a
   * quarter more CPU time for each connection.
   */
  private void markIfLast(HttpResponse answer) {
    if (connection.isLastAnswer()) {
      answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (connection.requests().arePipelined() && !HttpUtil.isKeepAlive(answer)) {
      connection.nextAnswerIsTheLast();
    }
  }

  /** The status of a refusal, also where the answer has another for clients that know no status. */
  private static int status(String slug, HttpResponse answer) {
    int sent = answer.status().code();
    return sent < ERROR_MIN ? Refusal.of(slug).map(Refusal::status).orElse(sent) : sent;
  }

  @Override
  public void flush(ChannelHandlerContext context) {
    context.flush();
    connection.readControl().measureUnsent();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof HttpFault fault && connection.takesBrokenBody()) {
      connection.reportBrokenBody(fault);
    } else {
      context.fireExceptionCaught(cause);
    }
  }

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    if (!connection.lingersAtClose()) {
      var unused = context.close(promise);
      return;
    }
    // The end of lingering closes the channel. Vert.x may call this method several times until
    // then.
    context.flush();
    context.channel().closeFuture().addListener(closed -> promise.trySuccess());
    connection.startLingering();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    connection.markEnded();
    context.fireChannelInactive();
  }
}
