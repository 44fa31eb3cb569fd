package io.leadgate.web.edge;

import io.leadgate.domain.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.util.AsciiString;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;

/**
 * Reads requests from a connection. Adds bounds and guards to Netty's decoder: the number of header
 * lines, the weight of a head while it comes, requests that are decoded one at a time, and the
 * framing rules of RFC 9112 that Netty leaves to its user. A head that breaks a rule becomes an
 * invalid request whose cause is an {@link HttpFault}, and nothing behind it is read. Confined to
 * one event loop.
 *
 * <p>The class extends Vert.x's own decoder, which is internal to Vert.x, because Vert.x expects
 * requests of its own classes.
 */
final class EdgeDecoder extends VertxHttpRequestDecoder {

  private static final int SHORT_BODY = 64 * 1024;

  /** Trailers are dropped, but are in memory until the last of them has come. */
  private static final int TRAILER_LINES_MAX = 16;

  private final EdgeConnection connection;
  private final int headerLinesMax;
  private Part part = Part.HEAD;

  private final LineCounter lines = new LineCounter();

  /** The bytes of the current head or trailers that were consumed. */
  private int consumed;

  /** The header lines of the current head that were parsed. */
  private int parsedLines;

  private long declaredLength;

  /** Whether a head waits for earlier requests or for the next round. */
  private boolean headWaits;

  /** Whether a part of a body waits for its reader. */
  private boolean bodyWaits;

  /** The part of a request that the next byte belongs to. */
  private enum Part {
    HEAD,
    BODY,
    /** After the last chunk of a body, up to the empty line that ends the request. */
    TRAILERS,
    /** After a body with malformed chunks: no request follows. */
    BROKEN,
    /** After a head that was refused: no request follows. */
    REFUSED;

    boolean isInBody() {
      return this == BODY || this == TRAILERS;
    }
  }

  EdgeDecoder(HttpServerOptions options, EdgeConnection connection, int headerLinesMax) {
    super(options);
    this.connection = connection;
    this.headerLinesMax = headerLinesMax;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (message instanceof ByteBuf bytes && connection.linger().hasBegun()) {
      connection.linger().discarded(bytes.readableBytes());
      bytes.release();
      return;
    }
    connection.readControl().readBegan();
    try {
      super.channelRead(context, message);
    } finally {
      connection.readControl().readEnded(actualReadableBytes());
    }
  }

  /**
   * Asks for no further read. Netty's method asks for a read after each read that gave no message,
   * even while reading from the socket is stopped.
   */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    discardSomeReadBytes();
    context.fireChannelReadComplete();
  }

  /** Decodes a waiting head in the next round. */
  void resumeHead() {
    if (headWaits) {
      headWaits = false;
      decodeInNextRound();
    }
  }

  /** Decodes a waiting body in the next round. */
  void resumeBody() {
    if (bodyWaits) {
      bodyWaits = false;
      decodeInNextRound();
    }
  }

  private void decodeInNextRound() {
    ChannelPipeline pipeline = connection.channel().pipeline();
    connection.runInNextRound(
        () -> {
          pipeline.fireChannelRead(Unpooled.EMPTY_BUFFER);
          pipeline.fireChannelReadComplete();
        });
  }

  /** Whether a head or a body waits. */
  boolean isWaiting() {
    return headWaits || bodyWaits;
  }

  /** Whether a body has begun and has not come to its end. */
  boolean isBodyUnderWay() {
    return part.isInBody() || part == Part.BROKEN;
  }

  /** Whether the current body is short by its Content-Length, so that its end will come soon. */
  boolean isBodyShort() {
    return part == Part.BODY && declaredLength <= SHORT_BODY;
  }

  boolean isHeadRefused() {
    return part == Part.REFUSED;
  }

  /** Drops everything that comes from here on. */
  void refuse() {
    part = Part.REFUSED;
  }

  /** Makes a request that stands for a head which never came to its end. */
  HttpMessage invalid(HttpFault fault) {
    HttpMessage message = createInvalidMessage();
    message.setDecoderResult(DecoderResult.failure(fault));
    return message;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    if (part == Part.HEAD) {
      if (connection.readControl().mayReadNext()) {
        decodeHead(context, in, out);
      } else {
        headWaits = true;
        return;
      }
    }
    if (part.isInBody()) {
      // A body that came with its head is handed on at once, so that the request counts as whole.
      if (out.isEmpty()
          ? !connection.requests().isBodyWanted()
          : connection.requests().areSeveral()) {
        bodyWaits = true;
        return;
      }
      decodeBody(context, in, out);
    }
    if (part == Part.REFUSED || part == Part.BROKEN) {
      in.skipBytes(in.readableBytes());
    }
  }

  private void decodeHead(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    lines.countHead(in);
    if (lines.lines() - 1 > headerLinesMax) {
      refuse(
          out,
          new HttpFault(
              Refusal.HEADERS_TOO_LARGE,
              "A request has at most %d header lines.".formatted(headerLinesMax)));
      return;
    }
    int before = in.readerIndex();
    super.decode(context, in, out);
    consumed += in.readerIndex() - before;
    if (out.isEmpty()) {
      if (lines.lines() > 0 || in.isReadable()) {
        connection.weight().headGrew(consumed, lines.lines(), lines.longest());
      } else {
        consumed = 0; // Empty lines before a request do not belong to it.
      }
      return;
    }
    HttpRequest request = (HttpRequest) out.getFirst();
    boolean hasBody = out.size() == 1;
    connection.headEnded(consumed, lines.lines(), lines.longest());
    Framing.mendQuery(request);
    Framing.fault(request)
        .ifPresent(fault -> request.setDecoderResult(DecoderResult.failure(fault)));
    lines.reset();
    consumed = 0;
    parsedLines = 0;
    if (request.decoderResult().isFailure()) {
      part = Part.REFUSED;
    } else if (hasBody) {
      part = Part.BODY;
      declaredLength = HttpUtil.getContentLength(request, Long.MAX_VALUE);
    }
  }

  private void refuse(List<Object> out, HttpFault fault) {
    out.add(invalid(fault));
    connection.headEnded(0, 0, 0);
    part = Part.REFUSED;
  }

  /**
   * Hands on the body's bytes of one read as one piece, because a body of tiny chunks would become
   * thousands of messages, each of a hundred times its weight.
   */
  private void decodeBody(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    int first = out.size();
    int readable;
    do {
      readable = in.readableBytes();
      if (part == Part.TRAILERS) {
        decodeTrailers(context, in, out);
      } else {
        decodePiece(context, in, out);
      }
    } while (part.isInBody() && in.readableBytes() < readable && in.isReadable());
    if (connection.requests().areAllAnswered()) {
      BodyPieces.drop(out, first);
    } else if (out.size() - first > 1) {
      BodyPieces.merge(out, first);
    }
  }

  private void decodePiece(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    int from = in.readerIndex();
    int size = out.size();
    super.decode(context, in, out);
    int consumedHere = in.readerIndex() - from;
    if (out.size() > size) {
      HttpContent content = (HttpContent) out.getLast();
      connection.weight().lineBufferGrew(consumedHere - content.content().readableBytes());
      handOn(content);
    } else if (Framing.isLastChunk(in, from, in.readerIndex())) {
      connection.weight().lineBufferGrew(consumedHere);
      part = Part.TRAILERS;
    }
  }

  private void decodeTrailers(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    lines.countTrailers(in);
    if (lines.lines() > TRAILER_LINES_MAX) {
      out.add(BodyPieces.brokenEnd(Framing.tooManyTrailers(TRAILER_LINES_MAX)));
      handOn((HttpContent) out.getLast());
      return;
    }
    int before = in.readerIndex();
    int size = out.size();
    super.decode(context, in, out);
    consumed += in.readerIndex() - before;
    connection.weight().trailersGrew(consumed, lines.lines(), lines.longest());
    if (out.size() > size) {
      handOn((HttpContent) out.getLast());
    }
  }

  private void handOn(HttpContent content) {
    if (content.decoderResult().isFailure()) {
      if (!(content.decoderResult().cause() instanceof HttpFault)) {
        content.setDecoderResult(DecoderResult.failure(Framing.badChunks()));
      }
      part = Part.BROKEN;
    } else if (content instanceof LastHttpContent) {
      part = Part.HEAD;
    } else {
      return;
    }
    lines.reset();
    consumed = 0;
    connection.weight().trailersEnded();
  }

  @Override
  protected void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    if (part.isInBody()) {
      super.decodeLast(context, in, out);
    }
  }

  /**
   * Counts the header lines of a head. Netty calls this method once for each line of a head or of
   * trailers.
   */
  @Override
  protected AsciiString splitHeaderName(byte[] line, int start, int length) {
    if (part == Part.HEAD && ++parsedLines > headerLinesMax) {
      throw new TooLongHttpHeaderException("too many header lines");
    }
    return super.splitHeaderName(line, start, length);
  }

  /** Takes a later minor version as the latest known version (RFC 9110, section 2.5). */
  @Override
  protected HttpMessage createMessage(String[] initialLine) {
    initialLine[2] = Framing.version(initialLine[2]).text();
    return super.createMessage(initialLine);
  }
}
