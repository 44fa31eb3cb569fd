package io.leadgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.leadgate.Gateway;
import io.leadgate.config.Settings;
import io.leadgate.config.SettingsLoader;
import io.leadgate.log.LogSetup;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;

/**
 * Runs the gateway, and stops it on SIGTERM or SIGINT with exit status 0. A failed start prints its
 * reason in a line on stderr. A fault from which the gateway cannot recover (memory exhausted, or
 * an event loop that hangs) prints a line too and exits with 3.
 */
@Command(
    name = "run",
    description = "Runs the gateway until SIGTERM or SIGINT (the default).",
    versionProvider = VersionLine.class,
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  private static final Duration STOP_MAX = Duration.ofSeconds(10);

  private final Map<String, String> environment;

  RunCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Returns only if the thread is interrupted: the process ends by a signal or a failed start. */
  @Override
  public Integer call() throws InterruptedException {
    Settings settings = SettingsLoader.load(environment);
    LogSetup.begin(settings.log());
    start(new Gateway(settings));
    new CountDownLatch(1).await();
    return ExitStatus.DONE;
  }

  private static void start(Gateway gateway) {
    AtomicBoolean stopping = new AtomicBoolean();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stopping.set(true);
                  stop(gateway);
                },
                "stop"));
    gateway
        .start()
        .onFailure(
            failure -> {
              // A start that a signal interrupts may fail in any way. The signal is then the
              // reason.
              if (!stopping.get()) {
                Failure.print(
                    new PrintWriter(System.err, true, UTF_8), Failure.CANNOT_START, failure);
                Runtime.getRuntime().halt(ExitStatus.FAILED);
              }
            });
  }

  /**
   * Stops the gateway and halts the process, because a regular exit after a signal would have
   * status 143.
   */
  private static void stop(Gateway gateway) {
    CountDownLatch stopped = new CountDownLatch(1);
    gateway.stop().onSuccess(done -> stopped.countDown());
    boolean clean = false;
    try {
      clean = stopped.await(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(clean ? ExitStatus.DONE : ExitStatus.FAILED);
  }
}
