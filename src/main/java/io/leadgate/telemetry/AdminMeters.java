package io.leadgate.telemetry;

import io.leadgate.domain.Coded;
import io.leadgate.telemetry.Meters.Each;
import io.micrometer.core.instrument.Counter;

/** Counts requests of admins that were refused. Thread-safe. */
final class AdminMeters {

  private final Each<Cause, Counter> refused;

  /** Why a request of an admin was refused. */
  private enum Cause implements Coded {
    WRONG_LOGIN,
    BLOCKED_GUESS,
    INSUFFICIENT_ROLE;
  }

  AdminMeters(Meters meters) {
    refused =
        Meters.each(
            Cause.class,
            cause ->
                meters.counter(
                    "leadgate.admins.refused",
                    "Requests of admins that were refused",
                    "cause",
                    cause.code()));
  }

  void blockedGuess() {
    refused.of(Cause.BLOCKED_GUESS).increment();
  }

  /** Counts the fact if it is a refusal of an admin. */
  void count(Event.OpsFact fact) {
    if (fact instanceof Event.LoginRefused) {
      refused.of(Cause.WRONG_LOGIN).increment();
    } else if (fact instanceof Event.RoleRefused) {
      refused.of(Cause.INSUFFICIENT_ROLE).increment();
    }
  }
}
