package io.leadgate.console.setup;

import io.leadgate.console.frame.Choice;
import io.leadgate.console.frame.Page;
import io.leadgate.console.frame.Section;
import io.leadgate.domain.Campaign;
import io.leadgate.domain.DuplicateRules;
import io.leadgate.domain.HashProgress;
import java.util.List;
import java.util.Locale;

/**
 * A campaign: the tab Duplicates.
 *
 * @param fields the names of the fields of its lead type
 * @param tag the tag of the campaign as shown
 */
public record CampaignDuplicatesPage(
    CampaignPage.Head head, List<String> fields, String tag, RulesForm form) implements Page {

  private static final int FIELDS_SHOWN_MAX = 500;

  @Override
  public List<String> fields() {
    return fields.size() <= FIELDS_SHOWN_MAX ? fields : fields.subList(0, FIELDS_SHOWN_MAX);
  }

  public boolean hasMoreFields() {
    return fields.size() > FIELDS_SHOWN_MAX;
  }

  public Campaign campaign() {
    return head.campaign();
  }

  public boolean hasRules() {
    return campaign().duplicateRules().isPresent();
  }

  public DuplicateRules rules() {
    return campaign().duplicateRules().orElseThrow();
  }

  /** Whether the rules judge leads already. */
  public boolean judges() {
    return campaign().duplicateRules().equals(campaign().judgedRules());
  }

  @Override
  public String path() {
    return head.path() + "/duplicates";
  }

  public HashProgress progress() {
    return campaign().hashProgress().orElse(HashProgress.NONE);
  }

  /** How far the stored leads are hashed, in words. */
  public String progressText() {
    HashProgress progress = progress();
    return progress
        .of()
        .map(of -> "%s of %s hashes are made".formatted(number(progress.hashed()), number(of)))
        .orElseGet(
            () ->
                "%s hashes are made; the stored leads are still being counted"
                    .formatted(number(progress.hashed())));
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  public List<Choice> actions() {
    return List.of(
        new Choice("flag", "flag: keep the duplicate, and mark it with the first lead's id"),
        new Choice("reject", "reject: refuse the duplicate, and keep it in the quarantine"));
  }

  public List<Choice> scopes() {
    return List.of(
        new Choice("campaign", "this campaign"),
        new Choice("lead_source", "all campaigns of this lead source"),
        new Choice("all", "all campaigns of all lead sources"));
  }

  /** The label of a choice by its value. */
  public String label(List<Choice> choices, String value) {
    return choices.stream()
        .filter(choice -> choice.value().equals(value))
        .map(Choice::label)
        .findFirst()
        .orElse(value);
  }

  @Override
  public String template() {
    return "campaign-duplicates";
  }

  @Override
  public String title() {
    return "Duplicates of " + campaign().name();
  }

  @Override
  public Section section() {
    return Section.LEAD_SOURCES;
  }
}
