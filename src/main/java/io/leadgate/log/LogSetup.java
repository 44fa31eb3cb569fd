package io.leadgate.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
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

  /** Sets the logging up, also if a library has logged earlier. */
  public static void begin(Settings.Log settings) {
    System.setProperty("leadgate.log.format", settings.format());
    System.setProperty("leadgate.log.level", settings.level());
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    Halt.prepare();
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      configureAgain(context, settings);
      context.addTurboFilter(new OutOfMemoryGate());
    }
    Telemetry log = new EventLog();
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          OutOfMemory.endProcessIfIn(failure);
          log.emit(new Event.UnexpectedFailure("the thread " + thread.getName(), failure));
        });
  }

  /**
   * Reads {@code logback.xml} again if it was read without the properties of {@link #begin}: the
   * first class of a library that has a logger reads it, and settings are checked by such classes.
   */
  private static void configureAgain(LoggerContext context, Settings.Log settings) {
    String read = context.getProperty("leadgate.log");
    if (read != null && !read.equals(settings.format() + " " + settings.level())) {
      context.reset();
      try {
        new ContextInitializer(context).autoConfig();
      } catch (JoranException e) {
        throw new IllegalStateException("logback.xml in the jar is not valid", e);
      }
    }
  }
}
