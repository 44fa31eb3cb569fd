package io.leadgate.console.setup;

import io.leadgate.console.frame.Choice;
import io.leadgate.console.frame.Faults;
import io.leadgate.console.frame.NameChoice;
import io.leadgate.console.frame.Page;
import io.leadgate.domain.Campaign;
import io.leadgate.domain.Dedupe;
import io.leadgate.domain.FieldType;
import io.leadgate.domain.LeadSource;
import io.leadgate.domain.LeadType;
import io.leadgate.store.BoundedCount;
import io.leadgate.store.LeadTypeUses;
import io.leadgate.store.VendorFigures;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The lists of setting up with as many rows as a page may have. */
public final class FullSetupPages {

  private static final ListFilter ALL = new ListFilter("", "", 0);

  private final int rows;
  private final Instant now;

  public FullSetupPages(int rows, Instant now) {
    this.rows = rows;
    this.now = now;
  }

  public Map<String, Page> all() {
    return Map.of(
        "lead-sources", sources(),
        "campaigns", campaigns(),
        "lead-types", types(),
        "lead-type", type());
  }

  private static <T> Map<Integer, T> byId(int rows, T value) {
    return IntStream.rangeClosed(1, rows)
        .boxed()
        .collect(Collectors.toUnmodifiableMap(id -> id, id -> value));
  }

  private VendorFigures.Traffic traffic() {
    return new VendorFigures.Traffic(
        Optional.of(now.minusSeconds(7)), new BoundedCount(1_000, true));
  }

  private LeadSource source(int id) {
    return new LeadSource(
        id, "Vendor %d & sons".formatted(id), LeadSource.Status.ACTIVE, false, now, now);
  }

  private Page sources() {
    return new LeadSourcesPage(
        ALL,
        IntStream.rangeClosed(1, rows).mapToObj(this::source).toList(),
        byId(rows, new VendorFigures.OfSource(12, 7, 2)),
        byId(rows, traffic()),
        Optional.of("/console/lead-sources?after=1"),
        LeadSourceForm.EMPTY);
  }

  /** The popup has as many lead types as a list of choices may have. */
  private Page campaigns() {
    return new LeadSourceCampaignsPage(
        source(1),
        ALL,
        IntStream.rangeClosed(1, rows)
            .mapToObj(
                id ->
                    new Campaign(
                        id,
                        1,
                        1,
                        "Solar & roof, " + id,
                        Campaign.Status.ACTIVE,
                        id % 2 == 0,
                        new Dedupe(Optional.empty(), List.of()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        now,
                        now))
            .toList(),
        byId(rows, traffic()),
        Optional.of("/console/lead-sources/1/campaigns?after=1"),
        new NameChoice(
            IntStream.rangeClosed(1, NameChoice.MAX)
                .mapToObj(id -> new Choice(Integer.toString(id), "Lead type " + id))
                .toList(),
            true),
        CampaignForm.EMPTY);
  }

  private LeadType type(int id, int fields) {
    return new LeadType(
        id,
        "Solar & roof, " + id,
        false,
        "US",
        IntStream.rangeClosed(1, fields)
            .mapToObj(
                i ->
                    new LeadType.Field(
                        "field_" + i, "Field " + i, FieldType.TEXT, i % 2 == 0, List.<String>of()))
            .toList(),
        now,
        now);
  }

  private Page types() {
    return new LeadTypesPage(
        ALL,
        IntStream.rangeClosed(1, rows).mapToObj(id -> type(id, 12)).toList(),
        byId(rows, 3L),
        Optional.of("/console/lead-types?after=1"),
        LeadTypeForm.EMPTY);
  }

  /** A lead type with as many fields and empty rows as a form may have. */
  private Page type() {
    LeadType type = type(1, 100);
    return new LeadTypePage(
        type,
        "tag",
        rows,
        IntStream.rangeClosed(1, rows)
            .mapToObj(id -> new LeadTypeUses.Use(id, "Solar " + id, Campaign.Status.ACTIVE))
            .toList(),
        Optional.empty(),
        LeadTypeForm.of(type, 20, Faults.NONE));
  }
}
