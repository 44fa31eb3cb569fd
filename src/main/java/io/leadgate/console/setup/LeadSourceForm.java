package io.leadgate.console.setup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.console.frame.Faults;
import io.leadgate.console.frame.Form;
import io.leadgate.domain.LeadSource;
import io.leadgate.web.answer.Json;

/** The form of a lead source, new or not. */
public record LeadSourceForm(String name, boolean referenceIsKey, Faults faults) {

  static final LeadSourceForm EMPTY = new LeadSourceForm("", false, Faults.NONE);

  static LeadSourceForm of(LeadSource source) {
    return new LeadSourceForm(source.name(), source.referenceIsKey(), Faults.NONE);
  }

  static LeadSourceForm of(Form form, Faults faults) {
    return new LeadSourceForm(form.text("name"), form.isTicked("reference_is_key"), faults);
  }

  static ObjectNode json(Form form) {
    return Json.object()
        .put("name", form.text("name"))
        .put("reference_is_key", form.isTicked("reference_is_key"));
  }

  /** Whether the form was sent, and came back. */
  public boolean isRefused() {
    return !faults.equals(Faults.NONE);
  }
}
