package io.leadgate.console.setup;

import io.leadgate.console.frame.Page;
import io.leadgate.console.frame.Section;
import io.leadgate.domain.LeadSource;
import io.leadgate.store.VendorFigures;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The list of lead sources.
 *
 * @param next the address of the following part of the list
 * @param form the form of a new lead source
 */
public record LeadSourcesPage(
    ListFilter filter,
    List<LeadSource> sources,
    Map<Integer, VendorFigures.OfSource> figures,
    Map<Integer, VendorFigures.Traffic> traffic,
    Optional<String> next,
    LeadSourceForm form)
    implements Page {

  public VendorFigures.OfSource of(LeadSource source) {
    return figures.getOrDefault(source.id(), LeadSourcePage.NO_FIGURES);
  }

  public Optional<VendorFigures.Traffic> trafficOf(LeadSource source) {
    return Optional.ofNullable(traffic.get(source.id()));
  }

  @Override
  public String template() {
    return "lead-sources";
  }

  @Override
  public String title() {
    return "Lead sources";
  }

  @Override
  public Section section() {
    return Section.LEAD_SOURCES;
  }
}
