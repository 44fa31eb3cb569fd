package io.leadgate.web.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayList;
import java.util.List;

/** Merges the pieces of a body that came in one read. */
final class BodyPieces {

  private BodyPieces() {}

  /**
   * Merges the pieces into one piece. A broken piece at the end stays behind it.
   *
   * @param out has only {@link HttpContent} from the first piece on; the last piece may end the
   *     body or be broken
   * @param from the place of the first piece
   */
  static void merge(List<Object> out, int from) {
    List<HttpContent> pieces = new ArrayList<>(out.size() - from);
    for (int i = from; i < out.size(); i++) {
      pieces.add((HttpContent) out.get(i));
    }
    while (out.size() > from) {
      out.removeLast();
    }
    HttpContent last = pieces.getLast();
    boolean isBroken = last.decoderResult().isFailure();
    ByteBuf bytes = joined(isBroken ? pieces.subList(0, pieces.size() - 1) : pieces);
    out.add(
        last instanceof LastHttpContent && !isBroken
            ? new DefaultLastHttpContent(bytes)
            : new DefaultHttpContent(bytes));
    if (isBroken) {
      out.add(last);
    }
  }

  /** Drops the pieces of a body that is not read, except for the body's end. */
  static void drop(List<Object> out, int from) {
    if (out.size() == from) {
      return;
    }
    boolean isEnd = out.getLast() instanceof LastHttpContent;
    while (out.size() > from) {
      ((HttpContent) out.removeLast()).release();
    }
    if (isEnd) {
      out.add(LastHttpContent.EMPTY_LAST_CONTENT);
    }
  }

  /** Makes the end of a body whose rest is not read. */
  static HttpContent brokenEnd(HttpFault fault) {
    HttpContent end = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
    end.setDecoderResult(DecoderResult.failure(fault));
    return end;
  }

  private static ByteBuf joined(List<HttpContent> pieces) {
    ByteBuf bytes =
        Unpooled.buffer(pieces.stream().mapToInt(piece -> piece.content().readableBytes()).sum());
    for (HttpContent piece : pieces) {
      bytes.writeBytes(piece.content());
      piece.release();
    }
    return bytes;
  }
}
