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
 * The answer to a connection that is not served. It is the same for all, and made once, because it
 * is sent when there is much to do and little room.
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
                "Too many connections or requests are under way; send it again in a moment.",
                REQUEST_ID);
    String head =
        String.join(
            "\r\n",
            "HTTP/1.1 503 Service Unavailable",
            "Retry-After: 2",
            "Connection: close",
            "Content-Type: application/problem+json",
            "X-Content-Type-Options: nosniff",
            "X-Request-Id: " + REQUEST_ID,
            "Content-Length: " + body.length());
    return Unpooled.directBuffer()
        .writeBytes((head + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII))
        .asReadOnly();
  }

  /** The same for a connection that no event loop has, as far as its socket takes it at once. */
  static void writeUnregistered(Channel accepted) {
    if (accepted instanceof UnixChannel unix) {
      try {
        ByteBuffer bytes = ANSWER.nioBuffer();
        int unused = unix.fd().write(bytes, bytes.position(), bytes.limit());
      } catch (IOException gone) {
        // Then there is nobody to be answered.
      }
    }
  }

  /** Sends it past the encoder, which would take it for something else. */
  static void write(Channel channel) {
    ChannelHandlerContext first = channel.pipeline().firstContext();
    if (first != null) {
      var unused = first.writeAndFlush(ANSWER.duplicate());
    }
  }
}
