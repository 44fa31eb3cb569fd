package io.leadgate.web.edge;

import io.leadgate.budget.Draw;
import io.leadgate.budget.Share;
import io.leadgate.domain.CallerNetwork;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.Http1xServerConnection;
import java.net.InetAddress;
import java.nio.channels.ClosedChannelException;

/**
 * The state of one connection: how much is under way on it, whose it is, and how it ends. It learns
 * that from the decoder and from {@link EdgeHandler}. Confined to one event loop.
 */
final class EdgeConnection {

  private final Edge edge;
  private final Http1xServerConnection connection;
  private final Channel channel;
  private final InetAddress address;
  private final long network;
  private final EdgeDecoder decoder;
  private final ConnectionWeight weight;
  private final PendingRequests requests = new PendingRequests();
  private final Linger linger;
  private final ReadControl readControl;

  private boolean good;
  private boolean entered;
  private boolean ended;
  private boolean isLastAnswer;
  private long receivingBegan;

  EdgeConnection(
      Edge edge,
      Http1xServerConnection connection,
      InetAddress address,
      HttpServerOptions options) {
    this.edge = edge;
    this.connection = connection;
    this.channel = connection.channel();
    this.address = address;
    this.network = CallerNetwork.of(address.getAddress());
    this.decoder = new EdgeDecoder(options, this, edge.headerLinesMax());
    this.weight = new ConnectionWeight(edge, edge.strangers());
    this.linger = new Linger(channel, this::end);
    this.readControl = new ReadControl(edge, this, requests, weight);
  }

  Channel channel() {
    return channel;
  }

  EdgeDecoder decoder() {
    return decoder;
  }

  InetAddress address() {
    return address;
  }

  /** The number by which its address counts. */
  long network() {
    return network;
  }

  /** Whether it holds anything of that share, itself or by its request. */
  boolean holdsOf(Share share) {
    return (weight.share() == share && weight.bytes() > 0) || requests.drawsFrom(share);
  }

  boolean hasEnded() {
    return ended;
  }

  ConnectionWeight weight() {
    return weight;
  }

  ReadControl readControl() {
    return readControl;
  }

  PendingRequests requests() {
    return requests;
  }

  Linger linger() {
    return linger;
  }

  /** Nothing is read from it until it is known whether there is room for it. */
  void holdReads() {
    channel.config().setAutoRead(false);
  }

  void releaseReads() {
    channel.config().setAutoRead(true);
  }

  /** It counts among the connections of its listener. */
  void markEntered() {
    entered = true;
  }

  /** Whether a good token came on it; until then it is a stranger's. */
  boolean isGood() {
    return good;
  }

  void carriedGoodToken(Share share) {
    good = true;
    weight.moveTo(share);
    edge.removeIdleStranger(this);
  }

  /** The draw of the request under way: of its body, and of the lead that the body becomes. */
  Draw openRequest(Share share) {
    Draw draw = edge.open(share);
    if (ended) {
      draw.close(); // Nobody would give back what it drew.
    } else {
      requests.setDraw(draw);
    }
    return draw;
  }

  boolean isIdle() {
    return entered
        && requests.areAllAnswered()
        && !weight.hasHead()
        && !linger.hasBegun()
        && !ended;
  }

  /** Whether part of a request has come, and not yet all of it. */
  boolean isReceiving() {
    return (weight.hasHead() || (decoder.isBodyUnderWay() && !requests.areSeveral()))
        && !linger.hasBegun()
        && !ended;
  }

  void receivingBegan(long now) {
    receivingBegan = now;
  }

  boolean isReceivingOlder(long now, long nanos) {
    return now - receivingBegan > nanos;
  }

  boolean isSending() {
    return weight.hasUnsent() && !ended;
  }

  /** Whether an answer of the gateway's own can be written, for there is no other under way. */
  boolean isAnswerable() {
    return hasNoWholeRequest() && !weight.hasUnsent() && !isLastAnswer;
  }

  /** Whether no request is unanswered of which all has come. */
  boolean hasNoWholeRequest() {
    return requests.areAllAnswered() || (requests.isSingle() && decoder.isBodyUnderWay());
  }

  void runInNextRound(Runnable decode) {
    edge.runInNextRound(decode);
  }

  /** A head has come to its end, or is refused as it is. */
  void headEnded(int bytes, int lines, int longestLine) {
    requests.add(weight.requestBegan(bytes, lines, longestLine));
  }

  /** The body is read from here on; until then what comes of it stays in the decoder. */
  void wantBody() {
    requests.wantBody();
    decoder.resumeBody();
    // A moment later, since its reader has no handlers yet.
    requests
        .takeBrokenBody()
        .ifPresent(fault -> channel.eventLoop().execute(() -> connection.handleException(fault)));
  }

  /** Answers a head as far as it has come. */
  void refuseHead(HttpFault fault) {
    readControl.readBegan();
    decoder.refuse();
    headEnded(0, 0, 0);
    ChannelHandlerContext context = channel.pipeline().context(decoder);
    context.fireChannelRead(decoder.invalid(fault));
    context.fireChannelReadComplete();
    readControl.readEnded(0);
  }

  /** The next answer is the last one, whatever of the request has come. */
  void nextAnswerIsTheLast() {
    isLastAnswer = true;
  }

  /**
   * Whether the answer that is being written is the last one, because the body still comes. Many
   * clients send head and body apart, so a short body is waited for instead: else each 404 would
   * cost them a connection.
   */
  boolean isLastAnswer() {
    isLastAnswer |=
        requests.isSingle()
            && (decoder.isHeadRefused() || (decoder.isBodyUnderWay() && !decoder.isBodyShort()));
    return isLastAnswer;
  }

  boolean isRestOlder(long now, long nanos) {
    return decoder.isBodyUnderWay() && requests.wereAnsweredLongAgo(now, nanos);
  }

  /** An answer was written to its end. */
  void answerWritten() {
    readControl.requestEnded(requests.removeAnswered());
    if (requests.areAllAnswered()) {
      wantBody(); // To be thrown away.
    }
    if (!readControl.isAtWork()) {
      edge.update(this);
    }
    readControl.resumeHead();
  }

  /** Ends as soon as the caller had a moment to read the last answer. */
  void startLingering() {
    if (!linger.hasBegun() && !ended) {
      linger.begin();
      edge.addLingering(this);
      edge.update(this);
    }
  }

  /** Answers 503, reads nothing more, and gives back what it holds. */
  void turnAway() {
    boolean hasRequest = decoder.isBodyUnderWay();
    giveBack();
    decoder.refuse();
    OverloadAnswer.write(channel);
    startLingering();
    if (hasRequest) {
      connection.handleException(new ClosedChannelException());
    }
  }

  /** Closes at once, and gives back what it holds. */
  void end() {
    markEnded();
    decoder.refuse();
    // Before the codec: Vert.x itself would wait until the caller has taken its answers.
    ChannelHandlerContext first = channel.pipeline().firstContext();
    if (first != null) {
      var unused = first.close();
    }
  }

  /** A request that has come to its end may be on its way to the storage, and holds on. */
  private void giveBack() {
    if (requests.isSingle() && decoder.isBodyUnderWay()) {
      requests.closeDraw();
    } else {
      requests.detachDraw();
    }
    weight.close();
  }

  /** Whether it is to linger when it is closed. */
  boolean lingersAtClose() {
    return (isLastAnswer || decoder.isHeadRefused() || linger.hasBegun()) && !ended;
  }

  boolean takesBrokenBody() {
    return !decoder.isHeadRefused() && !linger.hasBegun();
  }

  /** Tells the reader of the body, once there is one; Vert.x would close without a word. */
  void reportBrokenBody(HttpFault fault) {
    isLastAnswer = true;
    if (requests.isBodyWanted()) {
      connection.handleException(fault);
    } else {
      requests.setBrokenBody(fault);
    }
  }

  void markEnded() {
    if (!ended) {
      giveBack();
      ended = true;
      edge.remove(this, entered);
    }
  }
}
