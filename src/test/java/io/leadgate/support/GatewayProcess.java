package io.leadgate.support;

import io.leadgate.support.http.Contract;
import io.leadgate.support.http.Http;
import io.leadgate.support.log.SpecLog;
import io.leadgate.support.log.UsedValues;
import io.leadgate.support.process.Await;
import io.leadgate.support.process.Command;
import io.leadgate.support.process.DeadMansSwitch;
import io.leadgate.support.process.ServerDirectory;
import io.leadgate.support.process.ServerProcess;
import io.leadgate.support.process.Signals;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs the real {@code io.leadgate.cli.Launcher} in its own JVM, for tests that need signals or the
 * death of a process. The process works in an empty directory, sees only those LEADGATE_ variables
 * that the test gives, and ends with this JVM, even if this JVM is killed.
 */
public final class GatewayProcess implements AutoCloseable {

  private static final Duration START_MAX = Duration.ofMinutes(2);
  private static final Duration KILL_MAX = Duration.ofSeconds(30);
  private static final List<String> OPTIONS =
      List.of(
          "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-XX:+ExitOnOutOfMemoryError");
  private static final Pattern STARTED =
      Pattern.compile("http_port\"?[:=](\\d+)[, ]\"?management_port\"?[:=](\\d+)[, ]");

  private final ServerDirectory directory;
  private final Path standardOutput;
  private final Path standardError;
  private final DeadMansSwitch deadMansSwitch;
  private final Process process;

  private GatewayProcess(Map<String, String> environment, Function<Path, List<String>> program) {
    directory = ServerDirectory.temporary("leadgate-gateway-");
    standardOutput = directory.path().resolve("stdout");
    standardError = directory.path().resolve("stderr");
    deadMansSwitch =
        DeadMansSwitch.arm(
            new ServerProcess(directory.path().resolve("pid"), directory.path(), "KILL"),
            directory);
    process = run(environment, program.apply(directory.path()));
    deadMansSwitch.started(process.pid());
  }

  /** Starts the process without waiting until it takes requests. */
  public static GatewayProcess launch(Map<String, String> environment) {
    return new GatewayProcess(environment, classes(List.of(), List.of()));
  }

  /** Starts another command than {@code run}, without waiting for its end. */
  public static GatewayProcess launchCommand(Map<String, String> environment, String... command) {
    return new GatewayProcess(environment, classes(List.of(), List.of(command)));
  }

  /**
   * Starts the process and waits until it takes requests.
   *
   * @param jvmOptions options that win over those of all specs
   */
  public static GatewayProcess start(Map<String, String> environment, String... jvmOptions) {
    return started(new GatewayProcess(environment, classes(List.of(jvmOptions), List.of())));
  }

  /** Starts the process with the JVM options of the image, and waits until it takes requests. */
  public static GatewayProcess startAsInImage(Map<String, String> environment) {
    return started(
        new GatewayProcess(
            environment,
            directory ->
                program(
                    ImageJvm.options(),
                    FaultInjector.install(directory)
                        + File.pathSeparator
                        + System.getProperty("java.class.path"),
                    List.of())));
  }

  /** Starts the process whose loaded classes a {@link StartCache} keeps. */
  static GatewayProcess startForTraining(
      Map<String, String> environment, List<String> jvmOptions, String classPath) {
    List<String> options = new ArrayList<>(OPTIONS);
    options.addAll(jvmOptions);
    return started(
        new GatewayProcess(environment, directory -> program(options, classPath, List.of())));
  }

  /**
   * Starts a jar as its users do, with only these JVM options, and waits until it takes requests.
   */
  public static GatewayProcess startJar(
      Path jar, Map<String, String> environment, String... jvmOptions) {
    List<String> program = new ArrayList<>(List.of(jvmOptions));
    program.addAll(List.of("-jar", jar.toAbsolutePath().toString()));
    return started(new GatewayProcess(environment, directory -> program));
  }

  /**
   * Starts the process in a JVM that survives an OutOfMemoryError unless the gateway ends it, and
   * waits until the process takes requests.
   */
  public static GatewayProcess startWithoutExitOnOutOfMemory(Map<String, String> environment) {
    return start(environment, "-XX:-ExitOnOutOfMemoryError");
  }

  private static GatewayProcess started(GatewayProcess launched) {
    try {
      return launched.awaitStarted();
    } catch (RuntimeException e) {
      launched.close();
      throw e;
    }
  }

  private Process run(Map<String, String> environment, List<String> program) {
    ProcessBuilder builder =
        new ProcessBuilder(Signals.heedingInt(command(program)))
            .directory(directory.path().toFile())
            .redirectOutput(standardOutput.toFile())
            .redirectError(standardError.toFile());
    Map<String, String> inherited = builder.environment();
    inherited.keySet().removeIf(name -> name.startsWith("LEADGATE_"));
    // Because the JVM prints a line of its own where either variable is set.
    inherited.keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    inherited.putAll(environment);
    UsedValues.collectFromEnvironment(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> command(List<String> program) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // The dead man's switch recognizes the process by this argument.
    command.add("-Dleadgate.test.directory=" + directory.path());
    command.addAll(program);
    return command;
  }

  private static Function<Path, List<String>> classes(
      List<String> jvmOptions, List<String> arguments) {
    StartCache cache = StartCache.ofBuild();
    List<String> options = new ArrayList<>(OPTIONS);
    options.addAll(cache.options());
    options.addAll(jvmOptions);
    return directory ->
        program(options, cache.classPath(FaultInjector.install(directory)), arguments);
  }

  private static List<String> program(
      List<String> jvmOptions, String classPath, List<String> arguments) {
    List<String> program = new ArrayList<>(jvmOptions);
    // As in the manifest of the jar.
    program.add("--enable-native-access=ALL-UNNAMED");
    program.addAll(List.of("-cp", classPath, "io.leadgate.cli.Launcher"));
    program.addAll(arguments);
    return program;
  }

  /** Waits until the process takes requests; fails if the process ends instead. */
  public GatewayProcess awaitStarted() {
    boolean started =
        Await.holds(START_MAX, () -> !isAlive() || STARTED.matcher(standardError()).find())
            && isAlive();
    if (!started) {
      throw new IllegalStateException("The gateway did not start" + Command.endOf(standardError));
    }
    return this;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /** A client of the public listener; only once the process has started. */
  public Http api() {
    return Http.at("http://127.0.0.1:" + port(1), Contract.PUBLIC);
  }

  /**
   * A client of the management listener; only once the process has started with management port 0.
   */
  public Http management() {
    return Http.at("http://127.0.0.1:" + port(2), Contract.MANAGEMENT);
  }

  /** The port of the public listener; only once the process has started. */
  public int httpPort() {
    return Integer.parseInt(port(1));
  }

  private String port(int group) {
    Matcher started = STARTED.matcher(standardError());
    if (!started.find()) {
      throw new IllegalStateException("It has not started" + Command.endOf(standardError));
    }
    return started.group(group);
  }

  /** Makes campaigns, credentials and tokens on this process; only once the process has started. */
  public Fixtures fixtures(TestDatabase database) {
    return new Fixtures(database, api(), management());
  }

  /** Causes a fault inside the process; only once the process has started. */
  public void inject(InjectedFault fault, int... ports) {
    FaultInjector.ask(process.getOutputStream(), fault, ports);
  }

  /** Sends a signal, for example TERM. */
  public void signal(String name) {
    Signals.send(name, process.pid());
  }

  /** The number of open file descriptors of the process. On Linux only. */
  public long descriptors() {
    try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid()), "fd"))) {
      return open.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bounds the number of open file descriptors of the running process. On Linux only. */
  public void limitDescriptors(long most) {
    Command.run(
        directory.path().resolve("prlimit"),
        KILL_MAX,
        List.of("prlimit", "--pid", Long.toString(pid()), "--nofile=" + most));
  }

  /** Ends the process with SIGKILL, and waits until the process is gone. */
  public void kill() {
    process.toHandle().destroyForcibly();
    exitStatus(KILL_MAX);
  }

  /** Waits for the end of the process; fails if the process does not end in time. */
  public int exitStatus(Duration atMost) {
    try {
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            "The process still runs after "
                + atMost.toMillis()
                + " ms"
                + Command.endOf(standardError));
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for the end of the process", e);
    }
  }

  /** The process's output on stderr so far, which includes its log. */
  public String standardError() {
    return read(standardError);
  }

  /** The process's output on stdout and stderr so far. */
  public String output() {
    return read(standardOutput) + read(standardError);
  }

  private static String read(Path file) {
    try {
      // Not readString, because it throws where the output ends in half a character.
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Kills the process, if it still runs, and removes its output after keeping its log for the
   * search.
   */
  @Override
  public void close() {
    kill();
    SpecLog.addProcess(standardError());
    deadMansSwitch.close();
    directory.removeIfTemporary();
  }
}
