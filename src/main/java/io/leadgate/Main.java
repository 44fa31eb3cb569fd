package io.leadgate;

import io.leadgate.config.Settings;
import io.leadgate.config.SettingsException;
import io.leadgate.config.SettingsLoader;
import io.leadgate.halt.OutOfMemory;
import io.leadgate.log.LogSetup;
import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs the gateway as a process: {@code java -XX:+ExitOnOutOfMemoryError -jar leadgate.jar}. Reads
 * the settings, starts the gateway, and stops it on SIGTERM or SIGINT with exit status 0. A failed
 * start prints its reason in a line on stderr and exits with 1, or with 2 if the process has
 * arguments. A fault from which the gateway cannot recover (memory exhausted, or an event loop that
 * hangs) prints a line too and exits with 3.
 */
public final class Main {

  private static final Duration STOP_MAX = Duration.ofSeconds(10);

  private Main() {}

  public static void main(String[] arguments) {
    if (arguments.length > 0) {
      System.err.println(
          "leadgate takes no arguments; it is set up by config/leadgate.yaml and LEADGATE_ variables");
      System.exit(2);
    }
    try {
      Settings settings = SettingsLoader.load(System.getenv());
      LogSetup.begin(settings.log());
      run(settings);
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private static void run(Settings settings) {
    Gateway gateway = new Gateway(settings);
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
                fail(failure);
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
    Runtime.getRuntime().halt(clean ? 0 : 1);
  }

  private static void fail(Throwable failure) {
    OutOfMemory.endProcessIfIn(failure);
    System.err.println("leadgate cannot start: " + reason(failure));
    System.err.flush();
    Runtime.getRuntime().halt(1);
  }

  private static String reason(Throwable failure) {
    return switch (failure) {
      case SettingsException settings -> String.valueOf(settings.getMessage());
      case BindException bind -> bind.getMessage() + " (http.port, management.port)";
      default -> RootCause.of(failure).getClass().getSimpleName() + ": " + RootCause.line(failure);
    };
  }
}
