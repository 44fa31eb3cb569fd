package io.leadgate.receiver;

import io.leadgate.catalog.Catalog;
import io.leadgate.domain.AuthResult;
import io.leadgate.domain.Campaign;
import io.leadgate.domain.Destination;
import io.leadgate.domain.FieldError;
import io.leadgate.domain.Refusal;
import io.leadgate.receiver.leadexec.Source;
import io.leadgate.web.answer.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The campaign that a post in LeadExec's formats names, or the reason why it names none. */
sealed interface ChosenCampaign {

  record Found(Destination campaign) implements ChosenCampaign {}

  record None(Problem problem) implements ChosenCampaign {}

  /** The most campaigns that a refusal lists. */
  int LISTED_MAX = 20;

  /**
   * Looks for the campaign. Without a campaign's number it is the only active campaign of the lead
   * source and the lead type.
   *
   * @param sender bounds what is found and listed; a sender that is not known may name any campaign
   */
  static ChosenCampaign of(Source source, Catalog catalog, AuthResult sender) {
    List<FieldError> errors = new ArrayList<>(source.errors());
    require(errors, "vid", source.vid(), "the number of the lead source");
    require(errors, "lid", source.lid(), "the number of the lead type");
    if (!errors.isEmpty()) {
      return new None(
          Problem.of(Refusal.INVALID_LEAD, "The campaign is not named: " + words(errors) + ".")
              .with(errors));
    }
    int vid = source.vid().orElseThrow();
    int lid = source.lid().orElseThrow();
    if (!catalog.leadSources().containsKey(vid) || !maySee(sender, vid)) {
      return none("vid", "There is no lead source %d for you; check vid.".formatted(vid));
    }
    if (!catalog.leadTypes().containsKey(lid)) {
      return none("lid", "There is no lead type %d; check lid.".formatted(lid));
    }
    List<Destination> campaigns = catalog.destinations(vid, lid);
    return source
        .aid()
        .map(aid -> named(aid, campaigns, vid, lid))
        .orElseGet(() -> only(campaigns, vid, lid));
  }

  private static void require(
      List<FieldError> errors, String name, Optional<Integer> number, String what) {
    if (number.isEmpty() && errors.stream().noneMatch(error -> error.field().equals(name))) {
      errors.add(new FieldError(name, "required", "%s, %s, is required".formatted(name, what)));
    }
  }

  private static String words(List<FieldError> errors) {
    return errors.stream().map(FieldError::message).collect(Collectors.joining("; "));
  }

  private static boolean maySee(AuthResult sender, int leadSource) {
    return !(sender instanceof AuthResult.Known known) || known.credential().maySee(leadSource);
  }

  private static None none(String field, String message) {
    return new None(
        Problem.of(Refusal.NOT_FOUND, message)
            .with(List.of(new FieldError(field, "unknown", message))));
  }

  private static ChosenCampaign named(int aid, List<Destination> campaigns, int vid, int lid) {
    return campaigns.stream()
        .filter(campaign -> campaign.campaignId() == aid)
        .findFirst()
        .<ChosenCampaign>map(Found::new)
        .orElseGet(
            () ->
                none(
                    "aid",
                    "There is no campaign %d of lead source %d and lead type %d; %s"
                        .formatted(aid, vid, lid, listed(campaigns))));
  }

  private static ChosenCampaign only(List<Destination> campaigns, int vid, int lid) {
    List<Destination> active =
        campaigns.stream()
            .filter(campaign -> campaign.campaign().status() == Campaign.Status.ACTIVE)
            .limit(2)
            .toList();
    return active.size() == 1
        ? new Found(active.getFirst())
        : none(
            "aid",
            "Lead source %d and lead type %d have %s, so name the campaign in aid; %s"
                .formatted(
                    vid,
                    lid,
                    active.isEmpty() ? "no active campaign" : "several active campaigns",
                    listed(campaigns)));
  }

  private static String listed(List<Destination> campaigns) {
    if (campaigns.isEmpty()) {
      return "there are none.";
    }
    return campaigns.stream()
        .limit(LISTED_MAX)
        .map(each -> "%d (%s)".formatted(each.campaignId(), each.campaign().status().code()))
        .collect(
            Collectors.joining(
                ", ", "there are: ", campaigns.size() > LISTED_MAX ? " and more." : "."));
  }
}
