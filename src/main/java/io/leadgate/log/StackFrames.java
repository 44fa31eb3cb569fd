package io.leadgate.log;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import io.vertx.sqlclient.DatabaseException;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Writes a stack trace without its messages: the classes, a database's SQLSTATE, and the frames.
 * Lines of libraries are written in the same way. Messages are left out because they quote their
 * input: a parser its text, PostgreSQL the row ({@code Key (email)=(…)}), a client its URI with the
 * password. A list of harmless messages would be wrong with the next release of a library.
 */
public final class StackFrames extends ThrowableHandlingConverter {

  @Override
  public String convert(ILoggingEvent event) {
    StringBuilder text = new StringBuilder();
    for (IThrowableProxy failure = event.getThrowableProxy();
        failure != null;
        failure = failure.getCause()) {
      text.append(text.isEmpty() ? "" : "Caused by: ").append(failure.getClassName());
      sqlState(failure).ifPresent(state -> text.append(" (SQLSTATE ").append(state).append(')'));
      text.append('\n');
      frames(text, failure);
    }
    return text.toString();
  }

  private static void frames(StringBuilder text, IThrowableProxy failure) {
    StackTraceElementProxy[] frames = failure.getStackTraceElementProxyArray();
    for (int i = 0; i < frames.length - failure.getCommonFrames(); i++) {
      text.append("\tat ").append(frames[i].getStackTraceElement()).append('\n');
    }
    if (failure.getCommonFrames() > 0) {
      text.append("\t... ").append(failure.getCommonFrames()).append(" more\n");
    }
  }

  private static Optional<String> sqlState(IThrowableProxy failure) {
    return failure instanceof ThrowableProxy proxy
        ? switch (proxy.getThrowable()) {
          case SQLException refused -> Optional.ofNullable(refused.getSQLState());
          case DatabaseException refused -> Optional.ofNullable(refused.getSqlState());
          default -> Optional.empty();
        }
        : Optional.empty();
  }
}
