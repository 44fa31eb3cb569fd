package io.leadgate.support.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import redis.embedded.core.ExecutableProvider;

/**
 * A real Redis on a port of the loopback address, that can be stopped, killed and started again on
 * the same port, and ends with this JVM, however that ends. Not for use from several threads.
 *
 * <p>It keeps nothing on disk by itself: what Leadgate has in Redis can be rebuilt, and a file that
 * a kill had cut short could keep the next start from working.
 */
public final class RedisServer implements ChildServer {

  private static final Duration START_MAX = Duration.ofSeconds(10);

  private final ServerDirectory directory;
  private final int port;
  private final Path program;
  private final Path log;
  private final ServerProcess process;
  private final DeadMansSwitch deadMansSwitch;

  private RedisServer(ServerDirectory directory) {
    this.directory = directory;
    this.port = FreePort.find();
    this.program = unpack(directory.path());
    this.log = directory.newFile("server.log");
    this.process =
        new ServerProcess(directory.path().resolve("redis.pid"), directory.path(), "TERM");
    this.deadMansSwitch = DeadMansSwitch.arm(process, directory);
  }

  /** Starts a server in a directory that goes when it is closed. */
  public static RedisServer startTemporary() {
    return ChildServer.started(new RedisServer(ServerDirectory.temporary("leadgate-redis-")));
  }

  /** Starts a server, after stopping the one that a killed run has left in this directory. */
  public static RedisServer startIn(Path directory) {
    return ChildServer.started(new RedisServer(ServerDirectory.kept(directory)));
  }

  /**
   * Starts the server again after {@link #stop} or {@link #kill}, on the same port: empty, or as it
   * was at the last SAVE, if it was ever told to.
   */
  @Override
  public void start() {
    process.stopOrphan();
    deadMansSwitch.starting();
    Command.run(log, START_MAX, command());
    if (!Await.holds(START_MAX, () -> process.handle().isPresent() && answers())) {
      throw new IllegalStateException("Redis did not start" + Command.endOf(log));
    }
    deadMansSwitch.started(process.handle().orElseThrow().pid());
  }

  /** Stops the server in an orderly way. */
  @Override
  public void stop() {
    process.stop();
    awaitFreePort();
  }

  /** Ends the server with SIGKILL. */
  public void kill() {
    process.kill();
    awaitFreePort();
  }

  /** Makes the server hang: it keeps its connections, takes new ones and answers none. */
  public void freeze() {
    process.handle().ifPresent(running -> Signals.send("STOP", running.pid()));
  }

  /** Lets go on what was frozen. */
  public void thaw() {
    process.handle().ifPresent(running -> Signals.send("CONT", running.pid()));
  }

  /** Its main thread may be gone while another one still has the sockets. */
  private void awaitFreePort() {
    Await.until("the port of the Redis that ended is free", START_MAX, () -> FreePort.isFree(port));
  }

  Path directory() {
    return directory.path();
  }

  public int port() {
    return port;
  }

  public String uri() {
    return "redis://127.0.0.1:" + port;
  }

  /** Stops the server and, if its directory was a temporary one, removes that. */
  @Override
  public void close() {
    thaw();
    process.stop();
    deadMansSwitch.close();
    directory.closed();
  }

  // As a daemon it has a session of its own, so Ctrl-C does not reach it. With a title of its own
  // it would not show the arguments that it is known by.
  private List<String> command() {
    return List.of(
        program.toString(),
        "--bind",
        "127.0.0.1",
        "--port",
        Integer.toString(port),
        "--dir",
        directory.path().toString(),
        "--save",
        "",
        "--appendonly",
        "no",
        "--logfile",
        log.toString(),
        "--pidfile",
        process.pidFile().toString(),
        "--set-proc-title",
        "no",
        "--daemonize",
        "yes");
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      socket.setSoTimeout(1_000);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.UTF_8));
      return "+PONG"
          .equals(new String(socket.getInputStream().readNBytes(5), StandardCharsets.UTF_8));
    } catch (IOException notYet) {
      return false;
    }
  }

  private static Path unpack(Path directory) {
    try {
      return ExecutableProvider.newJarResourceProvider(directory.toFile()).get().toPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
