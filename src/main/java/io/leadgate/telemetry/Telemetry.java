package io.leadgate.telemetry;

import java.util.Arrays;

/** Where events go. Called on any thread, on event loops above all, so it never blocks. */
@FunctionalInterface
public interface Telemetry {

  void emit(Event event);

  /**
   * Whether {@link Event.RequestAnswered} is to be emitted. Asked once, when a listener is made, so
   * that a request costs nothing for it where it is not.
   */
  default boolean wantsEachRequest() {
    return false;
  }

  static Telemetry all(Telemetry... receivers) {
    Telemetry[] copy = receivers.clone();
    boolean eachRequest = Arrays.stream(copy).anyMatch(Telemetry::wantsEachRequest);
    return new Telemetry() {
      @Override
      public void emit(Event event) {
        for (Telemetry receiver : copy) {
          receiver.emit(event);
        }
      }

      @Override
      public boolean wantsEachRequest() {
        return eachRequest;
      }
    };
  }
}
