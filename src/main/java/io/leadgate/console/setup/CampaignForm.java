package io.leadgate.console.setup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.console.frame.Faults;
import io.leadgate.console.frame.Form;
import io.leadgate.domain.Campaign;
import io.leadgate.web.answer.Json;

/**
 * The form of a campaign, new or not.
 *
 * @param leadType the number of the lead type
 * @param seconds the dedupe window; empty text for the setting's
 * @param ignored the names of fields that do not count, each in a line
 */
public record CampaignForm(
    String name, String leadType, String status, String seconds, String ignored, Faults faults) {

  static final CampaignForm EMPTY = new CampaignForm("", "", "active", "", "", Faults.NONE);

  static CampaignForm of(Campaign campaign, Faults faults) {
    return new CampaignForm(
        campaign.name(),
        Integer.toString(campaign.leadTypeId()),
        campaign.status().code(),
        campaign.dedupe().seconds().map(seconds -> Integer.toString(seconds)).orElse(""),
        String.join("\n", campaign.dedupe().ignored()),
        faults);
  }

  static CampaignForm of(Form form, Faults faults) {
    return new CampaignForm(
        form.text("name"),
        form.text("lead_type"),
        form.text("status"),
        form.text("dedupe_seconds"),
        Typed.area(form, "dedupe_ignore"),
        faults);
  }

  /** The body of a new campaign, which asks for a token until an admin says otherwise. */
  static ObjectNode ofNew(Form form, int leadSourceId) {
    ObjectNode json =
        Json.object().put("lead_source_id", leadSourceId).put("name", form.text("name"));
    Typed.number(json, "lead_type_id", form.text("lead_type"));
    return json;
  }

  static ObjectNode patch(Form form) {
    ObjectNode json =
        Json.object().put("name", form.text("name")).put("status", form.text("status"));
    Typed.number(json, "lead_type_id", form.text("lead_type"));
    Typed.number(json, "dedupe_seconds", form.text("dedupe_seconds"));
    Typed.lines(json.putArray("dedupe_ignore"), Typed.area(form, "dedupe_ignore"));
    return json;
  }

  /** Whether the form was sent, and came back. */
  public boolean isRefused() {
    return !faults.equals(Faults.NONE);
  }
}
