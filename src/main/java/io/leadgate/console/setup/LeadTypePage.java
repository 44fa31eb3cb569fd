package io.leadgate.console.setup;

import io.leadgate.console.frame.Page;
import io.leadgate.console.frame.Section;
import io.leadgate.domain.LeadType;
import io.leadgate.store.LeadTypeUses;
import java.util.List;
import java.util.Optional;

/**
 * One lead type, and the campaigns that use it.
 *
 * @param tag the tag of the lead type as shown
 * @param count the number of all campaigns that use it
 * @param uses a part of these campaigns
 * @param next the address of the following part of its campaigns
 */
public record LeadTypePage(
    LeadType type,
    String tag,
    long count,
    List<LeadTypeUses.Use> uses,
    Optional<String> next,
    LeadTypeForm form)
    implements Page {

  private static final int FIELDS_SHOWN_MAX = 500;
  private static final int OPTIONS_SHOWN_MAX = 10;

  @Override
  public String path() {
    return path(type.id());
  }

  static String path(int id) {
    return LeadTypeScreens.LIST + "/" + id;
  }

  /** The number of campaigns that use the lead type, in words. */
  public String countInWords() {
    return count == 1 ? "1 campaign" : "%,d campaigns".formatted(count);
  }

  /** The fields, where no form shows them. */
  public List<LeadType.Field> fields() {
    return type.fields().stream().limit(FIELDS_SHOWN_MAX).toList();
  }

  public boolean showsAllFields() {
    return type.fields().size() <= FIELDS_SHOWN_MAX;
  }

  /** The first options of a field in words. */
  public String options(LeadType.Field field) {
    List<String> options = field.options();
    String first = String.join(", ", options.stream().limit(OPTIONS_SHOWN_MAX).toList());
    return options.size() <= OPTIONS_SHOWN_MAX
        ? first
        : "%s, and %d more".formatted(first, options.size() - OPTIONS_SHOWN_MAX);
  }

  @Override
  public String template() {
    return "lead-type";
  }

  @Override
  public String title() {
    return type.name();
  }

  @Override
  public Section section() {
    return Section.LEAD_TYPES;
  }
}
