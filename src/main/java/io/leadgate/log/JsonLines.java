package io.leadgate.log;

import net.logstash.logback.composite.loggingevent.KeyValuePairsJsonProvider;
import net.logstash.logback.composite.loggingevent.LogLevelJsonProvider;
import net.logstash.logback.composite.loggingevent.LoggerNameJsonProvider;
import net.logstash.logback.composite.loggingevent.LoggingEventFormattedTimestampJsonProvider;
import net.logstash.logback.composite.loggingevent.LoggingEventJsonProviders;
import net.logstash.logback.composite.loggingevent.MessageJsonProvider;
import net.logstash.logback.composite.loggingevent.StackTraceJsonProvider;
import net.logstash.logback.encoder.LoggingEventCompositeJsonEncoder;

/**
 * Writes each fact as one line that is a flat JSON object: {@code timestamp}, {@code level}, {@code
 * logger}, {@code message}, then the fact's own members with values of their own type, and {@code
 * stack_trace} if there was a failure. The providers are set up here, not in XML, because the
 * specs' log uses the same class.
 */
public final class JsonLines extends LoggingEventCompositeJsonEncoder {

  @Override
  public void start() {
    LoggingEventFormattedTimestampJsonProvider time =
        new LoggingEventFormattedTimestampJsonProvider();
    time.setFieldName("timestamp");
    time.setPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");
    time.setTimeZone("UTC");
    LoggerNameJsonProvider logger = new LoggerNameJsonProvider();
    logger.setFieldName("logger");
    StackTraceJsonProvider stackTrace = new StackTraceJsonProvider();
    stackTrace.setFieldName("stack_trace");
    stackTrace.setThrowableConverter(new StackFrames());

    LoggingEventJsonProviders providers = new LoggingEventJsonProviders();
    providers.addTimestamp(time);
    providers.addLogLevel(new LogLevelJsonProvider());
    providers.addLoggerName(logger);
    providers.addMessage(new MessageJsonProvider());
    providers.addKeyValuePairs(new KeyValuePairsJsonProvider());
    providers.addStackTrace(stackTrace);
    setProviders(providers);
    super.start();
  }
}
