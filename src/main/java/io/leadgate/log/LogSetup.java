package io.leadgate.log;

import ch.qos.logback.classic.LoggerContext;
import io.leadgate.config.Settings;
import io.leadgate.halt.Halt;
import io.leadgate.halt.OutOfMemory;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.EventLog;
import io.leadgate.telemetry.Telemetry;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Makes everything that this process logs come out in one form: what libraries give to
 * java.util.logging, and a failure that ends a thread, which the JVM would print by itself. An
 * {@link OutOfMemoryError} among these failures ends the process.
 */
public final class LogSetup {

  private LogSetup() {}

  /** To be called before anything logs: {@code logback.xml} is read then, and reads these. */
  public static void begin(Settings.Log settings) {
    System.setProperty("leadgate.log.format", settings.format());
    System.setProperty("leadgate.log.level", settings.level());
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    Halt.prepare();
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.addTurboFilter(new OutOfMemoryGate());
    }
    Telemetry log = new EventLog();
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          OutOfMemory.endIfIn(failure);
          log.emit(new Event.UnexpectedFailure("the thread " + thread.getName(), failure));
        });
  }
}
