package io.leadgate.console.access;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.console.frame.Faults;
import io.leadgate.console.frame.Form;
import io.leadgate.console.frame.Page;
import io.leadgate.console.frame.Section;
import io.leadgate.domain.Scope;
import io.leadgate.web.answer.Json;
import java.util.List;

/**
 * The popup that makes a credential, with what was typed before and what is wrong with it.
 *
 * @param source the number of the lead source; empty text for all
 * @param isPart whether the form is put into a popup, by a page or by its script
 */
public record CredentialForm(
    String description,
    List<String> scopes,
    String source,
    boolean staticKey,
    SourceNames sources,
    Faults faults,
    boolean isPart)
    implements Page {

  /**
   * The form before anything was typed.
   *
   * @param source the lead source that the list is of, if it is of a single one
   */
  static CredentialForm empty(String source, SourceNames sources) {
    return new CredentialForm("", List.of(), source, false, sources, Faults.NONE, true);
  }

  static CredentialForm of(Form form, SourceNames sources, Faults faults, boolean isPart) {
    return new CredentialForm(
        form.text("description"),
        form.values("scope"),
        form.text("source"),
        form.isTicked("static_key"),
        sources,
        faults,
        isPart);
  }

  /** The form as the JSON API would have it, which checks it. */
  static ObjectNode json(Form form) {
    ObjectNode json = Json.object();
    form.given("description").ifPresent(text -> json.put("description", text));
    ArrayNode scopes = json.putArray("scopes");
    form.values("scope").forEach(scopes::add);
    form.given("source").ifPresent(number -> putNumber(json, number));
    json.put("static_key", form.isTicked("static_key"));
    return json;
  }

  /** Writes the number of a lead source; other text goes on as it is, and is refused. */
  static void putNumber(ObjectNode json, String number) {
    if (number.matches("[0-9]{1,9}")) {
      json.put("lead_source_id", Integer.parseInt(number));
    } else {
      json.put("lead_source_id", number);
    }
  }

  public boolean has(Scope scope) {
    return scopes.contains(scope.code());
  }

  /** The deeds that a scope allows its credential, in words. */
  public String explanation(Scope scope) {
    return switch (scope) {
      case LEAD_RECEIVER -> "Posts leads to campaigns. What a vendor's system needs.";
      case DATA_API -> "Searches and reads leads that were stored.";
      case ACCOUNT_API ->
          "Changes lead sources, campaigns and lead types. Rarely right for a vendor: with it, a"
              + " bound credential changes the campaigns of its lead source.";
    };
  }

  @Override
  public String template() {
    return isPart ? "credential-form" : "credential-form-page";
  }

  @Override
  public String title() {
    return "New credential";
  }

  @Override
  public Section section() {
    return Section.CREDENTIALS;
  }
}
