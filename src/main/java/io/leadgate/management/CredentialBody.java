package io.leadgate.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.catalog.CredentialStore;
import io.leadgate.domain.FieldError;
import io.leadgate.domain.Scope;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the bodies of the credential calls, strictly: an unknown member is an error. */
final class CredentialBody {

  private static final int DESCRIPTION_LENGTH_MAX = 200;
  private static final Set<String> CREATE = Set.of("description", "scopes", "lead_source_id");
  private static final Set<String> CHANGE = Set.of("description", "enabled", "lead_source_id");

  private final ObjectNode body;
  private final List<FieldError> errors = new ArrayList<>();

  CredentialBody(ObjectNode body) {
    this.body = body;
  }

  record Create(String description, Set<Scope> scopes, Optional<Integer> leadSourceId) {}

  /** What was wrong with what was read so far. */
  List<FieldError> errors() {
    return errors;
  }

  boolean namesScopes() {
    return body.has("scopes");
  }

  Create create() {
    refuseOthers(CREATE);
    return new Create(description(), scopes(), leadSourceId());
  }

  CredentialStore.Change change() {
    refuseOthers(CHANGE);
    if (body.isEmpty()) {
      error("enabled", "required", "enabled, description or lead_source_id is required");
    }
    return new CredentialStore.Change(
        body.has("enabled") ? Optional.of(enabled()) : Optional.empty(),
        body.has("description") ? Optional.of(description()) : Optional.empty(),
        body.has("lead_source_id") ? Optional.of(leadSourceId()) : Optional.empty());
  }

  private void refuseOthers(Set<String> known) {
    body.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                error(name, "unknown", name + " is not known here");
              }
            });
  }

  private String description() {
    JsonNode node = body.path("description");
    String text = node.isTextual() ? node.textValue().strip() : "";
    if (text.isEmpty() || text.length() > DESCRIPTION_LENGTH_MAX || text.indexOf('\0') >= 0) {
      error(
          "description",
          "invalid_description",
          "description must have 1 to %d characters".formatted(DESCRIPTION_LENGTH_MAX));
    }
    return text;
  }

  private boolean enabled() {
    JsonNode node = body.path("enabled");
    if (!node.isBoolean()) {
      error("enabled", "invalid_boolean", "enabled must be true or false");
    }
    return node.asBoolean();
  }

  private Set<Scope> scopes() {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    JsonNode node = body.path("scopes");
    boolean good = node.isArray() && !node.isEmpty();
    for (JsonNode code : node) {
      Optional<Scope> scope = code.isTextual() ? Scope.of(code.textValue()) : Optional.empty();
      scope.ifPresent(scopes::add);
      good &= scope.isPresent();
    }
    if (!good) {
      error(
          "scopes",
          "invalid_scopes",
          "scopes must be some of account_api, data_api, lead_receiver");
    }
    return scopes;
  }

  private Optional<Integer> leadSourceId() {
    JsonNode node = body.path("lead_source_id");
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    if (!node.canConvertToInt() || !node.isIntegralNumber()) {
      error("lead_source_id", "invalid_integer", "lead_source_id must be a whole number or null");
    }
    return Optional.of(node.asInt());
  }

  private void error(String field, String code, String message) {
    errors.add(new FieldError(field, code, message));
  }
}
