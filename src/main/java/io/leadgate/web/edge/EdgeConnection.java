package io.leadgate.web.edge;

import io.leadgate.budget.Draw;
import io.leadgate.budget.Share;
import io.leadgate.domain.CallerNetwork;
import io.leadgate.telemetry.Event;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.Http1xServerConnection;
import java.net.InetAddress;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.UUID;

/**
 * Holds the state of one connection: its unfinished requests, whether a good token came on it, and
 * how it ends. The decoder and the {@link EdgeHandler} report to this class. Confined to one event
 * loop.
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

  /** The caller of the request that is being handled, as far as the caller is known. */
  private Optional<UUID> client = Optional.empty();

  private Optional<InetAddress> statedAddress = Optional.empty();

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

  /** The network of the caller's address ({@link CallerNetwork}). */
  long network() {
    return network;
  }

  /** Whether the connection or its request has drawn from a share. */
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

  /** Stops reading from the socket. */
  void holdReads() {
    channel.config().setAutoRead(false);
  }

  void releaseReads() {
    channel.config().setAutoRead(true);
  }

  /** Records that the listener counts this connection. */
  void markEntered() {
    entered = true;
  }

  /** Whether a good token came on the connection. Until then the connection is a stranger's. */
  boolean isGood() {
    return good;
  }

  void callerIs(Optional<UUID> clientId) {
    client = clientId;
  }

  void callerIsAt(InetAddress callerAddress) {
    statedAddress = Optional.of(callerAddress);
  }

  /** Reports that the request that is being handled was refused. */
  void refused(String slug, int status) {
    edge.refused(
        new Event.RequestRefused(
            slug, status, client, CallerNetwork.text(statedAddress.orElse(address).getAddress())));
  }

  void carriedGoodToken(Share share) {
    good = true;
    weight.moveTo(share);
    edge.removeIdleStranger(this);
  }

  /**
   * Opens the draw of the request that is being handled: of its body, and of the lead made from it.
   */
  Draw openRequest(Share share) {
    Draw draw = edge.open(share);
    if (ended) {
      draw.close(); // Nothing would close it later.
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

  /** Whether a part of a request has come, but not all of it. */
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

  /**
   * Whether the edge may write an answer itself, because no other answer is being sent or prepared.
   */
  boolean isAnswerable() {
    return hasNoWholeRequest() && !weight.hasUnsent() && !isLastAnswer;
  }

  /** Whether every request that came whole has been answered. */
  private boolean hasNoWholeRequest() {
    return requests.areAllAnswered() || (requests.isSingle() && decoder.isBodyUnderWay());
  }

  void runInNextRound(Runnable decode) {
    edge.runInNextRound(decode);
  }

  /** Adds a request whose head is complete or refused. */
  void headEnded(int bytes, int lines, int longestLine) {
    requests.add(weight.requestBegan(bytes, lines, longestLine));
  }

  /** Begins to read the body, which stays in the decoder until then. */
  void wantBody() {
    if (!requests.wantBody()) {
      return;
    }
    decoder.resumeBody();
    // Reported in a task, because the reader sets its handlers after this call.
    requests
        .takeBrokenBody()
        .ifPresent(fault -> channel.eventLoop().execute(() -> connection.handleException(fault)));
  }

  /** Refuses a head that has not come to its end. */
  void refuseHead(HttpFault fault) {
    readControl.readBegan();
    decoder.refuse();
    headEnded(0, 0, 0);
    ChannelHandlerContext context = channel.pipeline().context(decoder);
    context.fireChannelRead(decoder.invalid(fault));
    context.fireChannelReadComplete();
    readControl.readEnded(0);
  }

  /** Marks the next answer as the last answer, even if the whole request has come. */
  void nextAnswerIsTheLast() {
    isLastAnswer = true;
  }

  /**
   * Whether the answer that is being written is the connection's last answer, because the request's
   * body is still coming. A short body is waited for instead, because many clients send head and
   * body apart, and each 404 would cost them a connection.
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

  /** Continues after an answer that was written to its end. */
  void answerWritten() {
    client = Optional.empty();
    statedAddress = Optional.empty();
    readControl.requestEnded(requests.removeAnswered());
    if (requests.areAllAnswered()) {
      wantBody(); // The rest of the body is dropped.
    }
    if (!readControl.isAtWork()) {
      edge.update(this);
    }
    readControl.resumeHead();
  }

  /** Shuts the connection, and ends it after the caller had a moment to read the last answer. */
  void startLingering() {
    if (!linger.hasBegun() && !ended) {
      linger.begin();
      edge.addLingering(this);
      edge.update(this);
    }
  }

  /** Answers 503, reads nothing more, and gives back everything that was drawn. */
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

  /** Closes the connection at once, and gives back everything that was drawn. */
  void end() {
    markEnded();
    decoder.refuse();
    // Closed ahead of the codec, because Vert.x would wait until the caller has read its answers.
    ChannelHandlerContext first = channel.pipeline().firstContext();
    if (first != null) {
      var unused = first.close();
    }
  }

  /**
   * Gives back everything that was drawn, except for a request that has come whole, which may be on
   * its way to the storage and keeps its draw.
   */
  private void giveBack() {
    if (requests.isSingle() && decoder.isBodyUnderWay()) {
      requests.closeDraw();
    } else {
      requests.detachDraw();
    }
    weight.close();
  }

  /** Whether the connection lingers when it is closed, because bytes may be left in the socket. */
  boolean lingersAtClose() {
    return (isLastAnswer
            || decoder.isHeadRefused()
            || linger.hasBegun()
            || readControl.areReadsHeld())
        && !ended;
  }

  boolean takesBrokenBody() {
    return !decoder.isHeadRefused() && !linger.hasBegun();
  }

  /**
   * Gives the fault to the reader of the body as soon as there is a reader, because otherwise
   * Vert.x would close the connection without an answer. The answer is the connection's last
   * answer.
   */
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
