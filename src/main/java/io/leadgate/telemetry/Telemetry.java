package io.leadgate.telemetry;

/** Where events go. Called on any thread, on event loops above all, so it never blocks. */
@FunctionalInterface
public interface Telemetry {

  void emit(Event event);

  static Telemetry all(Telemetry... receivers) {
    Telemetry[] copy = receivers.clone();
    return event -> {
      for (Telemetry receiver : copy) {
        receiver.emit(event);
      }
    };
  }
}
