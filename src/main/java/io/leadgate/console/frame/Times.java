package io.leadgate.console.frame;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Writes times in one zone for a whole page, which names the zone. Thread-safe. */
public record Times(ZoneId zone, Instant now) {

  private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final int DAYS_TOLD_MAX = 60;

  /** The name of the zone, by which a form asks for it. */
  public String zoneName() {
    return nameOf(zone);
  }

  /** The name of a zone, as forms and addresses have it. */
  public static String nameOf(ZoneId zone) {
    return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
  }

  /** The time to the minute, in the zone. */
  public String minutes(Instant time) {
    return MINUTES.format(time.atZone(zone));
  }

  /** The time to the second, in the zone. */
  public String seconds(Instant time) {
    return SECONDS.format(time.atZone(zone));
  }

  /** The exact time in UTC, for programs and for the tooltip. */
  public String exact(Instant time) {
    return DateTimeFormatter.ISO_INSTANT.format(time);
  }

  /** How long ago the time is, in words; "never" without a time. */
  public String ago(Optional<Instant> time) {
    return time.map(this::ago).orElse("never");
  }

  /** How long ago the time is, in words. */
  public String ago(Instant time) {
    Duration since = Duration.between(time, now);
    if (since.toSeconds() < 60) {
      return "%d s ago".formatted(Math.max(since.toSeconds(), 0));
    }
    if (since.toMinutes() < 60) {
      return "%d min ago".formatted(since.toMinutes());
    }
    if (since.toHours() < 48) {
      return "%d h ago".formatted(since.toHours());
    }
    return since.toDays() <= DAYS_TOLD_MAX
        ? "%d days ago".formatted(since.toDays())
        : minutes(time);
  }
}
