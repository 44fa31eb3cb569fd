package io.leadgate.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.leadgate.halt.OutOfMemory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.LoggingEvent;

/**
 * Ends the process when a line of any level is about to be logged with an {@link OutOfMemoryError}.
 * Vert.x and Netty only log the errors that handlers, tasks and listeners throw, so this filter
 * sees all of them. The filter runs before the line is made, because making a line needs memory.
 * Thread-safe.
 */
final class OutOfMemoryGate extends TurboFilter {

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] parameters,
      @Nullable Throwable failure) {
    OutOfMemory.endProcessIfIn(failure);
    // SLF4J also accepts the failure as the last parameter of a message.
    if (parameters != null
        && parameters.length > 0
        && parameters[parameters.length - 1] instanceof Throwable last) {
      OutOfMemory.endProcessIfIn(last);
    }
    return FilterReply.NEUTRAL;
  }

  @Override
  public FilterReply decide(Logger logger, LoggingEvent event) {
    OutOfMemory.endProcessIfIn(event.getThrowable());
    return FilterReply.NEUTRAL;
  }
}
