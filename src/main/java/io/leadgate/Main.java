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
 * {@code java -XX:+ExitOnOutOfMemoryError -jar leadgate.jar}: reads the settings, starts, and stops
 * on SIGTERM or SIGINT with exit status 0. What cannot start says why in one line on stderr and
 * exits with 1, or with 2 if it was given arguments. What can no longer work (no memory is left, or
 * an event loop hangs) says so in the same way and exits with 3.
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
              // A start that a signal cuts short may fail in any way: the signal is the reason.
              if (!stopping.get()) {
                fail(failure);
              }
            });
  }

  /** Ends the process itself, with halt, since the status of a signal would be 143. */
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
      case BindException taken -> taken.getMessage() + " (http.port, management.port)";
      default -> RootCause.of(failure).getClass().getSimpleName() + ": " + RootCause.line(failure);
    };
  }
}
