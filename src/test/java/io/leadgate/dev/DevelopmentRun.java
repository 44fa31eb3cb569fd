package io.leadgate.dev;

import io.leadgate.Gateway;
import io.leadgate.config.Settings;
import io.leadgate.config.SettingsException;
import io.leadgate.config.SettingsLoader;
import io.leadgate.halt.OutOfMemory;
import io.leadgate.log.LogSetup;
import io.leadgate.support.process.FreePort;
import io.leadgate.support.process.ParentWatch;
import io.leadgate.support.process.PostgresUri;
import io.leadgate.support.process.StartedParts;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs the gateway on a machine that has only a JDK and Maven, with demo data and with its own
 * servers, whose data stays under target/dev. Stops all of them on Ctrl-C, on SIGTERM, when Maven
 * dies, and when the start fails.
 */
public final class DevelopmentRun {

  private static final Duration GATEWAY_START_MAX = Duration.ofMinutes(1);
  private static final Duration GATEWAY_STOP_MAX = Duration.ofSeconds(10);
  private static final Map<String, String> PORTS =
      Map.of("LEADGATE_HTTP_PORT", "8080", "LEADGATE_MANAGEMENT_PORT", "9090");

  private final Map<String, String> environment;
  private final Path directory;
  private final StartedParts parts = new StartedParts();
  private volatile boolean failed;

  private DevelopmentRun(Map<String, String> environment, Path directory) {
    this.environment = environment;
    this.directory = directory;
  }

  public static void main(String[] arguments) {
    DevelopmentRun run = new DevelopmentRun(System.getenv(), Path.of("target", "dev"));
    Runtime.getRuntime().addShutdownHook(new Thread(run::stopAndHalt, "stop"));
    ParentWatch.start(() -> System.exit(0));
    try {
      run.start();
    } catch (RunRefused | SettingsException e) {
      run.fail(String.valueOf(e.getMessage()));
    } catch (ExecutionException e) {
      OutOfMemory.endProcessIfIn(e);
      run.fail("The gateway did not start: " + firstLine(e.getCause()));
    } catch (Throwable e) {
      OutOfMemory.endProcessIfIn(e);
      run.fail("The start failed: " + e);
    }
  }

  private void start() throws Exception {
    parts.start(() -> DevelopmentLock.acquire(directory));
    PORTS.forEach(this::requireFreePort);
    Path demoEnv = directory.resolve("demo.env");
    DemoSecrets secrets = DemoSecrets.in(demoEnv);
    DevelopmentServers servers = DevelopmentServers.start(environment, directory, parts);
    PostgresUri database = PostgresUri.parse(servers.postgresUri());
    DemoSeed.removeAdmin(database, secrets);
    Gateway gateway = startGateway(settings(servers, secrets));
    Demo demo =
        new Demo(
            "http://127.0.0.1:" + gateway.httpPort(),
            "http://127.0.0.1:" + gateway.managementPort(),
            servers,
            secrets,
            DemoSeed.plant(database, secrets));
    new DemoClient(demo).awaitToken();
    demo.write(demoEnv);
    System.out.print(demo.screen(demoEnv));
    System.out.flush();
  }

  private void requireFreePort(String variable, String usual) {
    String port = environment.getOrDefault(variable, usual);
    // The settings refuse a port that is not a number.
    if (port.matches("[1-9][0-9]{0,4}")
        && Integer.parseInt(port) < 65_536
        && !FreePort.isFree(Integer.parseInt(port))) {
      throw new RunRefused("Port " + port + " is taken: set " + variable + " to another port.");
    }
  }

  private Map<String, String> settings(DevelopmentServers servers, DemoSecrets secrets) {
    Map<String, String> settings = new HashMap<>(environment);
    // These variables of demo.env are not settings, and the gateway refuses to start with unknown
    // names.
    settings.keySet().removeAll(List.of("LEADGATE_URL", "LEADGATE_MANAGEMENT_URL"));
    settings.putIfAbsent("LEADGATE_LOG_FORMAT", "text");
    settings.put("LEADGATE_POSTGRES_URI", servers.postgresUri());
    settings.put("LEADGATE_REDIS_URI", servers.redisUri());
    settings.put("LEADGATE_TOKEN_SIGNING_KEYS", secrets.signingKey());
    settings.put("LEADGATE_ADMIN_USERNAME", secrets.adminUsername());
    settings.put("LEADGATE_ADMIN_PASSWORD", secrets.adminPassword());
    return settings;
  }

  private Gateway startGateway(Map<String, String> settings) throws Exception {
    Settings checked = SettingsLoader.load(settings);
    LogSetup.begin(checked.log());
    Gateway gateway = new Gateway(checked);
    parts.start(
        () -> {
          await(gateway.start(), GATEWAY_START_MAX);
          return () -> await(gateway.stop(), GATEWAY_STOP_MAX);
        });
    return gateway;
  }

  private static void await(Future<Void> future, Duration atMost) throws Exception {
    future.toCompletionStage().toCompletableFuture().get(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static String firstLine(@Nullable Throwable cause) {
    return String.valueOf(cause).lines().findFirst().orElse("");
  }

  private void fail(String line) {
    // A start that a signal cuts short may fail in any way, but the signal is the reason.
    if (!parts.stopping()) {
      System.err.println("leadgate: " + line);
      failed = true;
      System.exit(1);
    }
  }

  // Halts, because the exit status after a signal would otherwise tell of the signal and not of the
  // stop.
  private void stopAndHalt() {
    Runtime.getRuntime().halt(parts.stop() && !failed ? 0 : 1);
  }
}
