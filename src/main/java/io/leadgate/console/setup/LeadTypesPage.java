package io.leadgate.console.setup;

import io.leadgate.console.frame.Page;
import io.leadgate.console.frame.Section;
import io.leadgate.domain.LeadType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The list of lead types.
 *
 * @param uses the number of campaigns by lead type
 * @param next the address of the following part of the list
 * @param form the form of a new lead type
 */
public record LeadTypesPage(
    ListFilter filter,
    List<LeadType> types,
    Map<Integer, Long> uses,
    Optional<String> next,
    LeadTypeForm form)
    implements Page {

  public long uses(LeadType type) {
    return uses.getOrDefault(type.id(), 0L);
  }

  @Override
  public String template() {
    return "lead-types";
  }

  @Override
  public String title() {
    return "Lead types";
  }

  @Override
  public Section section() {
    return Section.LEAD_TYPES;
  }
}
