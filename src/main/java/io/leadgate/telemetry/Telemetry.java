package io.leadgate.telemetry;

import java.util.Arrays;

/**
 * Receives events, on any thread. Never blocks, because most events come on event loops.
 * Thread-safe.
 */
@FunctionalInterface
public interface Telemetry {

  void emit(Event event);

  /**
   * Whether {@link Event.RequestAnswered} is to be emitted. Asked once, when a listener is made, so
   * that requests cost nothing more if the event is not wanted.
   */
  default boolean wantsRequests() {
    return false;
  }

  /** Passes each event to all receivers, in their order. */
  static Telemetry all(Telemetry... receivers) {
    Telemetry[] copy = receivers.clone();
    boolean wantsRequests = Arrays.stream(copy).anyMatch(Telemetry::wantsRequests);
    return new Telemetry() {
      @Override
      public void emit(Event event) {
        for (Telemetry receiver : copy) {
          receiver.emit(event);
        }
      }

      @Override
      public boolean wantsRequests() {
        return wantsRequests;
      }
    };
  }
}
