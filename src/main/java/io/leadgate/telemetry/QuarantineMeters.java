package io.leadgate.telemetry;

import io.leadgate.domain.QuarantineBound;
import io.leadgate.domain.QuarantineLane;
import io.leadgate.domain.QuarantineReason;
import io.leadgate.telemetry.Meters.Each;
import io.micrometer.core.instrument.Counter;
import java.util.EnumSet;

/**
 * Counts the requests without a good token and the rejected duplicates. Duplicates that are not
 * kept have a meter of their own, so that no alert on bad tokens counts them. Thread-safe.
 */
final class QuarantineMeters {

  private final Meters meters;
  private final Each<QuarantineReason, Counter> kept;
  private final Each<QuarantineBound, Counter> overflowed;
  private final Each<QuarantineBound, Counter> duplicatesNotKept;
  private final Each<QuarantineReason, Counter> ignored;

  QuarantineMeters(Meters meters) {
    this.meters = meters;
    kept =
        reasons(
            EnumSet.allOf(QuarantineReason.class),
            "leadgate.quarantined",
            "Requests and rejected duplicates kept in the quarantine");
    overflowed =
        bounds(
            EnumSet.complementOf(EnumSet.of(QuarantineBound.QUEUE)),
            "leadgate.quarantine.overflow",
            "Requests without a good token that were not kept, by the bound that they exceeded");
    duplicatesNotKept =
        bounds(
            EnumSet.complementOf(EnumSet.of(QuarantineBound.RATE)),
            "leadgate.duplicates.not.kept",
            "Rejected duplicates that were not kept, by the bound that they exceeded");
    ignored =
        reasons(
            EnumSet.complementOf(EnumSet.of(QuarantineReason.DUPLICATE)),
            "leadgate.tokens.ignored",
            "Bad tokens and keys at campaigns that need none, or beside a good one");
  }

  private Each<QuarantineReason, Counter> reasons(
      EnumSet<QuarantineReason> some, String name, String description) {
    return Meters.each(some, reason -> meters.counter(name, description, "reason", reason.code()));
  }

  private Each<QuarantineBound, Counter> bounds(
      EnumSet<QuarantineBound> some, String name, String description) {
    return Meters.each(some, bound -> meters.counter(name, description, "cause", bound.code()));
  }

  void kept(Event.RequestQuarantined request) {
    kept.of(request.reason()).increment();
  }

  void notKept(Event.QuarantineOverflowed request) {
    (request.lane() == QuarantineLane.DUPLICATES ? duplicatesNotKept : overflowed)
        .of(request.bound())
        .increment();
  }

  void ignored(Event.TokenIgnored token) {
    ignored.of(token.reason()).increment();
  }
}
