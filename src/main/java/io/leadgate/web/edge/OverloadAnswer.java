package io.leadgate.web.edge;

import io.leadgate.domain.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes the 503 of a connection that is not served. The answer is the same for all connections and
 * made once, because it is sent when the gateway is busy and short of memory.
 */
final class OverloadAnswer {

  private static final String REQUEST_ID = "turned-away";
  private static final ByteBuf ANSWER = Unpooled.unreleasableBuffer(answer());

  private OverloadAnswer() {}

  private static ByteBuf answer() {
    String body =
        "{\"type\":\"/problems/%s\",\"title\":\"%s\",\"status\":503,\"detail\":\"%s\",\"instance\":\"%s\"}"
            .formatted(
                Refusal.OVERLOADED.slug(),
                Refusal.OVERLOADED.title(),
                "Too many connections or requests are in progress; send the request again in a moment.",
                REQUEST_ID);
    String head =
        String.join(
            "\r\n",
            "HTTP/1.1 503 Service Unavailable",
            "Retry-After: 2",
            "Connection: close",
            "Content-Type: application/problem+json",
            "Cache-Control: no-store",
            "X-Content-Type-Options: nosniff",
            "X-Request-Id: " + REQUEST_ID,
            "Content-Length: " + body.length());
    return Unpooled.directBuffer()
        .writeBytes((head + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII))
        .asReadOnly();
  }

  /**
   * Writes the answer to a connection that has no event loop, as far as the socket takes it at
   * once.
   */
  static void writeUnregistered(Channel accepted) {
    if (accepted instanceof UnixChannel unix) {
      try {
        ByteBuffer bytes = ANSWER.nioBuffer();
        int unused = unix.fd().write(bytes, bytes.position(), bytes.limit());
      } catch (IOException gone) {
        // The caller has left.
      }
    }
  }

  /** Sends the answer past the encoder, which accepts only HTTP messages. */
  static void write(Channel channel) {
    ChannelHandlerContext first = channel.pipeline().firstContext();
    if (first != null) {
      var unused = first.writeAndFlush(ANSWER.duplicate());
    }
  }
}
