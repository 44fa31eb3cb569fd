package io.leadgate.console.access;

import io.leadgate.console.frame.Page;
import io.leadgate.console.frame.Section;
import io.leadgate.domain.Slice;
import io.leadgate.store.AuditLog;
import java.util.List;
import java.util.Optional;

/**
 * A part of the audit log, newest first.
 *
 * @param next the address of the following part
 */
public record AuditPage(AuditFilterForm filter, List<AuditRow> rows, Optional<String> next)
    implements Page {

  static AuditPage of(AuditFilterForm filter, Slice<AuditLog.Entry> found, Optional<String> next) {
    return new AuditPage(filter, found.items().stream().map(AuditRow::of).toList(), next);
  }

  static AuditPage ofFaults(AuditFilterForm filter) {
    return new AuditPage(filter, List.of(), Optional.empty());
  }

  @Override
  public String template() {
    return "audit";
  }

  @Override
  public String title() {
    return "Audit";
  }

  @Override
  public Section section() {
    return Section.AUDIT;
  }
}
