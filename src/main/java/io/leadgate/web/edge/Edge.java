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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Where the connections of one listener come in on one event loop, and what they may cost: their
 * number, the time and weight of heads, and answers that are not taken. Where a share of the budget
 * is used up, the connection that deserves its room the least is ended. Confined to one event loop,
 * where the edges of the same listener on other event loops ask it for room too.
 */
public final class Edge implements Draws, Relief {

  private static final AttributeKey<EdgeConnection> KEY =
      AttributeKey.valueOf(EdgeConnection.class.getName());
  private static final long SWEEP_MILLIS = 100;

  /**
   * So high that Vert.x keeps no answer back, which nobody could weigh there; a connection with
   * unsent answers is held up by itself.
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

  /** Runs something a moment later; there once it is open. */
  private Consumer<Runnable> nextRound = run -> {};

  /** The event loop; there once it is open. For the edges on the others. */
  private volatile Executor eventLoop = run -> {};

  /** How many idle strangers there are, for the edges on the other event loops. */
  private volatile int idleStrangers;

  /**
   * @param strangers the share that connections draw from before a good token came on them
   * @param connections of the listener, on all event loops
   * @param loops how many event loops the listener has
   * @param options of the server
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

  /** To be called once, on the event loop that it belongs to. */
  public void open(Vertx vertx) {
    vertx.setPeriodic(SWEEP_MILLIS, timer -> sweep.run());
    nextRound = run -> vertx.setTimer(ROUND_MILLIS, timer -> run.run());
    Context context = vertx.getOrCreateContext();
    eventLoop = run -> context.runOnContext(here -> run.run());
    connections.addEdge(this);
  }

  /** Goes on with a connection once the others had their turn. */
  void runInNextRound(Runnable decode) {
    waiting.add(decode);
    if (waiting.size() == 1) {
      // A timer and no task: tasks run one behind the other, and sockets are read behind all.
      nextRound.accept(this::beginRound);
    }
  }

  private void beginRound() {
    List<Runnable> round = List.copyOf(waiting);
    waiting.clear();
    round.forEach(Runnable::run);
  }

  /** The options that the server is to be made with. */
  public HttpServerOptions options() {
    return options;
  }

  /** A good token has come on that connection, for a request that draws from that share. */
  public static void carriedGoodToken(HttpConnection connection, Share share) {
    EdgeConnection edge = of(connection);
    if (!edge.isGood() || edge.weight().share() != share) {
      edge.carriedGoodToken(share);
    }
  }

  /** The body of the request under way on that connection is read from here on. */
  public static void wantBody(HttpConnection connection) {
    of(connection).wantBody();
  }

  /**
   * Whether there was no room for the next request on that connection; to be asked once for each.
   */
  public static boolean isNextOverloaded(HttpConnection connection) {
    return of(connection).requests().isNextOverloaded();
  }

  /** Whether the edge itself has answered 503 to the request whose body comes on it. */
  public static boolean isTurnedAway(HttpConnection connection) {
    return of(connection).linger().hasBegun();
  }

  /** The answer to the request under way is the last one on that connection. */
  public static void closeBehindAnswer(HttpConnection connection) {
    of(connection).nextAnswerIsTheLast();
  }

  /**
   * The draw of the request under way on that connection. Its owner closes it; the edge does so
   * where it ends the connection before the request has come to its end.
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

  /** A connection has come in: it is watched, or turned away. */
  public void accept(HttpConnection connection) {
    Http1xServerConnection http = (Http1xServerConnection) connection;
    Channel channel = http.channel();
    gate.guard(channel.parent());
    EdgeConnection edge = new EdgeConnection(this, http, addressOf(channel), options);
    channel.attr(KEY).set(edge);
    // Vert.x would log each caller that breaks off; whoever reads a request is told by it.
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
   * Ends the idle connection that has come first of those that never carried a good token.
   *
   * @param bound the one that a newcomer is over: only where that is the one of an address must the
   *     connection be of the same network
   * @return whether there was one
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

  /** On any thread. Asked several times before its turn, it makes room once. */
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

  /** Ends a connection, with 503 where no answer of its own is under way. */
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

  /** Runs something on its event loop; on any thread. */
  void execute(Runnable task) {
    eventLoop.execute(task);
  }

  /** For the edges on the other event loops; on any thread. */
  boolean hasIdleStrangers() {
    return idleStrangers > 0;
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
