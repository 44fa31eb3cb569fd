package io.leadgate.console.setup;

import io.leadgate.console.frame.Page;
import io.leadgate.console.frame.Section;
import io.leadgate.domain.LeadSource;
import io.leadgate.store.VendorFigures;
import java.util.Optional;

/**
 * A lead source: the tab General.
 *
 * @param tag the tag of the lead source as shown
 * @param traffic empty if it was not counted in time
 */
public record LeadSourcePage(
    LeadSource source,
    String tag,
    VendorFigures.OfSource figures,
    Optional<VendorFigures.Traffic> traffic,
    LeadSourceForm form)
    implements Page {

  static final VendorFigures.OfSource NO_FIGURES = new VendorFigures.OfSource(0, 0, 0);

  /** Whether nothing hangs on the lead source. */
  public boolean mayBeDeleted() {
    return figures.campaigns() == 0 && figures.credentials() == 0;
  }

  public boolean isActive() {
    return source.status() == LeadSource.Status.ACTIVE;
  }

  @Override
  public String path() {
    return path(source.id());
  }

  static String path(int id) {
    return LeadSourceScreens.LIST + "/" + id;
  }

  @Override
  public String template() {
    return "lead-source";
  }

  @Override
  public String title() {
    return source.name();
  }

  @Override
  public Section section() {
    return Section.LEAD_SOURCES;
  }
}
