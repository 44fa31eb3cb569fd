package io.leadgate.web.edge;

import io.leadgate.budget.Budget;
import io.leadgate.budget.Draw;
import io.leadgate.budget.Draws;
import io.leadgate.budget.LoopBudget;
import io.leadgate.budget.Relief;
import io.leadgate.budget.Share;
import io.leadgate.config.Settings;
import io.leadgate.halt.OutOfMemory;
import io.leadgate.telemetry.ConnectionEnd;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.ListenerName;
import io.leadgate.telemetry.Telemetry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.AttributeKey;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.Http1xServerConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Admits the connections of one listener on one event loop, and bounds their cost: their number,
 * the time and weight of heads, and answers that callers do not read. If a share of the budget is
 * used up, ends the connection that deserves its room the least. The edges of the listener on other
 * event loops ask this edge for room too. Confined to one event loop.
 */
public final class Edge implements Draws, Relief {

  private static final AttributeKey<EdgeConnection> KEY =
      AttributeKey.valueOf(EdgeConnection.class.getName());
  private static final long SWEEP_MILLIS = 100;

  /**
   * The water marks of unsent answers, which are so high that Vert.x never holds an answer back,
   * because the edge cannot weigh an answer that Vert.x holds. The edge itself stops reading from a
   * connection with unsent answers.
   */
  private static final WriteBufferWaterMark UNSENT =
      new WriteBufferWaterMark(Integer.MAX_VALUE / 2, Integer.MAX_VALUE);

  private static final long ROUND_MILLIS = 1;

  private final ListenerName listener;
  private final Share strangers;
  private final Connections connections;
  private final LoopBudget budget;
  private final HttpServerOptions options;
  private final int headerLinesMax;
  private final Telemetry telemetry;
  private final ConnectionsByState byState;
  private final EdgeSweep sweep;
  private final AcceptGate gate;
  private final Entrance entrance;
  private final List<Runnable> waiting = new ArrayList<>();

  /** The shares in which other event loops want room. */
  private final Set<Share> asked = ConcurrentHashMap.newKeySet();

  /** Runs a task in the next round; set by {@link #open(Vertx)}. */
  private Consumer<Runnable> nextRound = run -> {};

  /** The event loop, for the edges on other event loops; set by {@link #open(Vertx)}. */
  private volatile Executor eventLoop = run -> {};

  /** The number of idle strangers, for the edges on other event loops. */
  private volatile int idleStrangers;

  /**
   * @param strangers the share that connections draw from until they have carried a good token
   * @param connections the connections of the listener, on all event loops
   * @param loops the number of event loops of the listener
   * @param options the options of the server
   */
  public Edge(
      ListenerName listener,
      Share strangers,
      Connections connections,
      Budget budget,
      int loops,
      HttpServerOptions options,
      Settings settings,
      Telemetry telemetry) {
    this.listener = listener;
    this.strangers = strangers;
    this.connections = connections;
    this.budget = budget.ofLoop(loops, this);
    this.options = options;
    this.headerLinesMax = settings.limits().headerLines();
    this.telemetry = telemetry;
    this.byState = new ConnectionsByState(Math.max(8, connections.spare() / 2 / loops));
    this.gate =
        new AcceptGate(
            connections,
            () -> telemetry.emit(new Event.ConnectionEnded(listener, ConnectionEnd.TOTAL)));
    this.entrance = new Entrance(this, connections);
    this.sweep = new EdgeSweep(byState, settings.http(), this::drop);
  }

  /** Opens this edge. Must be called once, on its event loop. */
  public void open(Vertx vertx) {
    vertx.setPeriodic(SWEEP_MILLIS, timer -> sweep.run());
    nextRound = run -> vertx.setTimer(ROUND_MILLIS, timer -> run.run());
    Context context = vertx.getOrCreateContext();
    eventLoop = run -> context.runOnContext(here -> run.run());
    connections.addEdge(this);
  }

  /** Runs a task after other connections had their turn. */
  void runInNextRound(Runnable decode) {
    waiting.add(decode);
    if (waiting.size() == 1) {
      // A timer instead of a task, because sockets are read only after all waiting tasks.
      nextRound.accept(this::beginRound);
    }
  }

  private void beginRound() {
    List<Runnable> round = List.copyOf(waiting);
    waiting.clear();
    round.forEach(Runnable::run);
  }

  /** The options for the server. */
  public HttpServerOptions options() {
    return options;
  }

  /** Records that a good token came on a connection, for a request that draws from a share. */
  public static void carriedGoodToken(HttpConnection connection, Share share) {
    EdgeConnection edge = of(connection);
    if (!edge.isGood() || edge.weight().share() != share) {
      edge.carriedGoodToken(share);
    }
  }

  /** Records the client that the request which is being handled is of, if it has proved so. */
  public static void callerIs(HttpConnection connection, Optional<UUID> clientId) {
    of(connection).callerIs(clientId);
  }

  /** Records the address from which a trusted proxy got the request that is being handled. */
  public static void callerIsAt(HttpConnection connection, InetAddress address) {
    of(connection).callerIsAt(address);
  }

  /** Begins to read the body of the request that is being handled on a connection. */
  public static void wantBody(HttpConnection connection) {
    of(connection).wantBody();
  }

  /**
   * Whether the next request on a connection found no room. Must be called once for each request.
   */
  public static boolean isNextOverloaded(HttpConnection connection) {
    return of(connection).requests().isNextOverloaded();
  }

  /** Whether the edge itself has answered 503 to a request whose body is still coming. */
  public static boolean isTurnedAway(HttpConnection connection) {
    return of(connection).linger().hasBegun();
  }

  /** Marks the next answer on a connection as its last answer. */
  public static void closeBehindAnswer(HttpConnection connection) {
    of(connection).nextAnswerIsTheLast();
  }

  /**
   * Opens the draw of the request that is being handled on a connection. The owner closes it; the
   * edge closes it if it ends the connection before the whole request has come.
   */
  public static Draw openRequest(HttpConnection connection, Share share) {
    return of(connection).openRequest(share);
  }

  private static EdgeConnection of(HttpConnection connection) {
    return ((Http1xServerConnection) connection).channel().attr(KEY).get();
  }

  @Override
  public Draw open(Share share) {
    return budget.open(share);
  }

  /** Takes a new connection: watches it or turns it away. */
  public void accept(HttpConnection connection) {
    Http1xServerConnection http = (Http1xServerConnection) connection;
    Channel channel = http.channel();
    gate.guard(channel.parent());
    EdgeConnection edge = new EdgeConnection(this, http, addressOf(channel), options);
    channel.attr(KEY).set(edge);
    // Without a handler, Vert.x would log each caller that leaves; readers of bodies learn it
    // anyway.
    http.exceptionHandler(OutOfMemory::endProcessIfIn);
    channel.config().setWriteBufferWaterMark(UNSENT);
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.replace("httpDecoder", "httpDecoder", edge.decoder());
    pipeline.addAfter("httpEncoder", "edge", new EdgeHandler(edge));
    entrance.enter(edge);
  }

  private static InetAddress addressOf(Channel channel) {
    return channel.remoteAddress() instanceof InetSocketAddress remote
        ? remote.getAddress()
        : InetAddress.getLoopbackAddress();
  }

  /**
   * Ends the oldest idle connection that never carried a good token.
   *
   * @param bound the bound that the newcomer exceeds; for {@code ADDRESS} the idle connection must
   *     be of the same network
   * @param network the newcomer's network
   * @return whether there was such a connection
   */
  boolean makeRoom(ConnectionEnd bound, long network) {
    Optional<EdgeConnection> idle =
        bound == ConnectionEnd.ADDRESS
            ? byState.oldestIdleStranger(network)
            : byState.oldestIdleStranger();
    idle.ifPresent(stranger -> drop(stranger, ConnectionEnd.IDLE));
    return idle.isPresent();
  }

  @Override
  public boolean relieve(Share share) {
    Optional<EdgeConnection> holder = byState.leastDeserving(share);
    holder.ifPresent(connection -> turnAway(connection, ConnectionEnd.MEMORY));
    return holder.isPresent();
  }

  @Override
  public void askOtherLoops(Share share) {
    connections.edgesOtherThan(this).forEachRemaining(other -> other.ask(share));
  }

  /**
   * Schedules making room for other event loops. Several calls before the task runs make room once.
   * May be called on any thread.
   */
  private void ask(Share share) {
    if (asked.add(share)) {
      eventLoop.execute(
          () -> {
            asked.remove(share);
            makeRoomForOthers(share);
          });
    }
  }

  private void makeRoomForOthers(Share share) {
    boolean hasHolders = true;
    while (hasHolders && budget.holdsBackOtherLoops(share)) {
      hasHolders = relieve(share);
    }
  }

  /** Ends a connection, with 503 unless an answer is being sent on it. */
  void turnAway(EdgeConnection connection, ConnectionEnd why) {
    if (connection.isAnswerable()) {
      telemetry.emit(new Event.ConnectionEnded(listener, why));
      connection.turnAway();
    } else {
      drop(connection, why);
    }
  }

  void drop(EdgeConnection connection, ConnectionEnd why) {
    telemetry.emit(new Event.ConnectionEnded(listener, why));
    connection.end();
  }

  /** Runs a task on this edge's event loop. May be called on any thread. */
  void execute(Runnable task) {
    eventLoop.execute(task);
  }

  /** Whether this edge has an idle stranger. May be called on any thread. */
  boolean hasIdleStrangers() {
    return idleStrangers > 0;
  }

  void refused(Event.RequestRefused request) {
    if (listener == ListenerName.PUBLIC) {
      telemetry.emit(request);
    }
  }

  Share strangers() {
    return strangers;
  }

  int headerLinesMax() {
    return headerLinesMax;
  }

  void update(EdgeConnection connection) {
    byState.update(connection);
    countIdleStrangers();
  }

  void removeIdleStranger(EdgeConnection connection) {
    byState.removeIdleStranger(connection);
    countIdleStrangers();
  }

  private void countIdleStrangers() {
    int count = byState.idleStrangers();
    if (count != idleStrangers) {
      idleStrangers = count;
    }
  }

  void addLingering(EdgeConnection connection) {
    byState.addLingering(connection);
  }

  void remove(EdgeConnection connection, boolean wasEntered) {
    if (wasEntered) {
      connections.leave(connection.address());
    }
    byState.remove(connection);
    countIdleStrangers();
  }
}
