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
 * Brings all logging of this process into one form, including lines that libraries give to
 * java.util.logging, and failures that end a thread, which the JVM would print by itself. A failure
 * with an {@link OutOfMemoryError} in it ends the process.
 */
public final class LogSetup {

  private LogSetup() {}

  /**
   * Sets the logging up. Must be called before the first line is logged, because {@code
   * logback.xml} is read then and uses the properties set here.
   */
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
          OutOfMemory.endProcessIfIn(failure);
          log.emit(new Event.UnexpectedFailure("the thread " + thread.getName(), failure));
        });
  }
}
