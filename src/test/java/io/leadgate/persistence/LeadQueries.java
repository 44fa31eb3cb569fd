package io.leadgate.persistence;

import io.leadgate.bus.LeadQuery;
import io.leadgate.domain.LeadId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes queries for a page of 100 leads. */
final class LeadQueries {

  /** The query for the newest leads, whatever they are. */
  static final LeadQuery ALL =
      query(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Optional.empty());

  private LeadQueries() {}

  static LeadQuery query(
      Optional<Instant> from,
      Optional<Instant> to,
      Optional<String> email,
      List<String> phones,
      Optional<LeadId> before) {
    Optional<Integer> any = Optional.empty();
    return new LeadQuery(any, any, any, from, to, email, phones, before, 100);
  }

  static LeadQuery by(Optional<String> email, List<String> phones) {
    return query(Optional.empty(), Optional.empty(), email, phones, Optional.empty());
  }
}
