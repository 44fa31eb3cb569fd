package io.leadgate.console.access;

import io.leadgate.console.frame.Address;
import io.leadgate.console.frame.Choice;
import io.leadgate.console.frame.Shell;
import io.leadgate.console.frame.Times;
import io.leadgate.console.frame.Visit;
import io.leadgate.domain.AuditFilter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The filter of the audit log, as the address has it. The address names the zone of its times, so
 * that a link gives the same list in a browser that shows another zone.
 *
 * @param from the time in the zone of the page; empty if the address has none that can be read
 * @param to the time in the zone of the page; empty if the address has none that can be read
 * @param zone the zone of the page
 * @param faults sentences about values that cannot be used
 */
public record AuditFilterForm(
    String actor,
    String action,
    String subject,
    String from,
    String to,
    ZoneId zone,
    AuditFilter filter,
    List<String> faults) {

  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm");
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

  static AuditFilterForm of(Visit visit) {
    List<String> faults = new ArrayList<>();
    ZoneId own = visit.zone();
    ZoneId named = visit.parameter("zone").flatMap(Shell::zone).orElse(own);
    Optional<String> actor = visit.parameter("actor");
    Optional<String> action = visit.parameter("action");
    Optional<String> subject = visit.parameter("subject");
    Optional<Instant> from = time(visit, "from", named, faults);
    Optional<Instant> to = time(visit, "to", named, faults);
    return new AuditFilterForm(
        actor.orElse(""),
        action.orElse(""),
        subject.orElse(""),
        from.map(time -> shown(time, own)).orElse(""),
        to.map(time -> shown(time, own)).orElse(""),
        own,
        new AuditFilter(actor, action, subject, from, to),
        List.copyOf(faults));
  }

  private static Optional<Instant> time(
      Visit visit, String name, ZoneId zone, List<String> faults) {
    Optional<String> text = visit.parameter(name);
    Optional<Instant> time = text.flatMap(given -> read(given, zone));
    if (text.isPresent() && time.isEmpty()) {
      faults.add(
          "The time “%s” cannot be read; write it as 2026-03-01T14:05, or choose it."
              .formatted(text.get()));
    }
    return time;
  }

  private static Optional<Instant> read(String text, ZoneId zone) {
    try {
      Instant time =
          text.length() <= "2026-03-01".length()
              ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
              : LocalDateTime.parse(text).atZone(zone).toInstant();
      int year = time.atOffset(ZoneOffset.UTC).getYear();
      return year < 1970 || year > 9999 ? Optional.empty() : Optional.of(time);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String shown(Instant time, ZoneId zone) {
    LocalDateTime local = LocalDateTime.ofInstant(time, zone);
    return (local.getSecond() == 0 ? MINUTES : SECONDS).format(local);
  }

  public String zoneName() {
    return Times.nameOf(zone);
  }

  public boolean isEmpty() {
    return filter.equals(AuditFilter.ALL) && faults.isEmpty();
  }

  /** The actions to choose from; an action of the address that is not among them, too. */
  public List<Choice> actions() {
    List<Choice> known = AuditWords.choices();
    boolean isKnown = known.stream().anyMatch(choice -> choice.value().equals(action));
    return Stream.of(
            Stream.of(new Choice("", "any")),
            known.stream(),
            isKnown || action.isEmpty()
                ? Stream.<Choice>of()
                : Stream.of(new Choice(action, action)))
        .flatMap(choices -> choices)
        .toList();
  }

  /** The address of the same changes as CSV. */
  public String csvPath() {
    return new Address("/console/audit.csv")
        .with("actor", actor)
        .with("action", action)
        .with("subject", subject)
        .with("from", from)
        .with("to", to)
        .with("zone", from.isEmpty() && to.isEmpty() ? "" : zoneName())
        .toString();
  }
}
