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
 * Ends the process when anything is to be logged with an {@link OutOfMemoryError}, whatever its
 * level. All that Vert.x and Netty do about an error that a handler, a task or a listener throws is
 * to log it, so this is the place that sees all of them. It sees the error before the line is made,
 * which needs memory. Thread-safe.
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
    OutOfMemory.endIfIn(failure);
    // SLF4J takes a failure behind the parameters of a message too.
    if (parameters != null
        && parameters.length > 0
        && parameters[parameters.length - 1] instanceof Throwable last) {
      OutOfMemory.endIfIn(last);
    }
    return FilterReply.NEUTRAL;
  }

  @Override
  public FilterReply decide(Logger logger, LoggingEvent event) {
    OutOfMemory.endIfIn(event.getThrowable());
    return FilterReply.NEUTRAL;
  }
}
