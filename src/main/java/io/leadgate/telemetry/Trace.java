package io.leadgate.telemetry;

import io.leadgate.domain.Actor;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names the request that a fact belongs to: its {@code X-Request-Id}, and the caller's {@code
 * traceparent} (W3C Trace Context, section 3.2) if it is valid in version 00. These ids consist of
 * a few letters, digits and signs, so a caller cannot put any other text into the log.
 */
public record Trace(String requestId, Optional<String> traceparent) {

  private static final Pattern VERSION_00 =
      Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  public Trace {
    traceparent = traceparent.filter(given -> VERSION_00.matcher(given).matches());
  }

  /** The trace of the request through which an actor makes a change; empty for a command. */
  public static Optional<Trace> of(Actor actor) {
    return actor.request().map(request -> new Trace(request.id(), request.traceparent()));
  }
}
