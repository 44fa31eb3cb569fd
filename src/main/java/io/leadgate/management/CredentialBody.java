package io.leadgate.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.Coded;
import io.leadgate.domain.Credential;
import io.leadgate.domain.FieldError;
import io.leadgate.domain.Scope;
import io.leadgate.store.CredentialStore;
import io.leadgate.web.body.JsonReader;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what is wanted of a credential strictly, so that an unknown member is an error. */
public final class CredentialBody {

  private static final Set<String> CREATE =
      Set.of("description", "scopes", "lead_source_id", "static_key");
  private static final Set<String> ALL =
      Set.of("description", "scopes", "lead_source_id", "static_key", "enabled");
  private static final Set<String> CHANGE = Set.of("description", "enabled", "lead_source_id");

  private static final String CHOSEN = "is chosen at creation; create another credential instead";

  private final JsonReader members;

  public CredentialBody(ObjectNode body) {
    this.members = new JsonReader(body);
  }

  /** The wanted members of a new credential. */
  public record Create(
      String description, Set<Scope> scopes, Optional<Integer> leadSourceId, boolean staticKey) {}

  /** The errors in all that was read so far. */
  public List<FieldError> errors() {
    return members.errors();
  }

  boolean namesScopes() {
    return members.has("scopes");
  }

  public Create create() {
    members.refuseOthers(CREATE);
    Create create =
        new Create(
            members.text("description"),
            scopes(),
            leadSourceId(),
            members.bool("static_key", false));
    if (create.staticKey()) {
      checkOfStaticKeys(create);
    }
    return create;
  }

  /** A key that a tool writes into its log must open one vendor's receiver and nothing else. */
  private void checkOfStaticKeys(Create create) {
    if (create.leadSourceId().isEmpty()) {
      members.error("lead_source_id", "required", "is required for a static key");
    }
    if (!create.scopes().equals(Set.of(Scope.LEAD_RECEIVER))) {
      members.error("scopes", "invalid_scopes", "must be lead_receiver alone for a static key");
    }
  }

  /** The wanted changes of a credential. */
  public CredentialStore.Update change() {
    if (members.has("static_key")) {
      members.error("static_key", "immutable", CHOSEN);
    }
    members.refuseOthers(CHANGE);
    if (CHANGE.stream().noneMatch(members::has)) {
      members.error("enabled", "required", "or description or lead_source_id is required");
    }
    return update();
  }

  /**
   * Reads the members of a credential that exists. The members that are chosen at creation must be
   * as they are.
   */
  public CredentialStore.Update changeOf(Credential existing) {
    members.refuseOthers(ALL);
    if (members.has("scopes") && !scopes().equals(existing.scopes())) {
      members.error("scopes", "immutable", CHOSEN);
    }
    if (members.has("static_key") && members.bool("static_key", false) != existing.staticKey()) {
      members.error("static_key", "immutable", CHOSEN);
    }
    return update();
  }

  private CredentialStore.Update update() {
    return new CredentialStore.Update(
        members.has("enabled") ? Optional.of(enabled()) : Optional.empty(),
        members.has("description") ? Optional.of(members.text("description")) : Optional.empty(),
        members.has("lead_source_id") ? Optional.of(leadSourceId()) : Optional.empty());
  }

  private boolean enabled() {
    if (members.isAbsent("enabled")) {
      members.error("enabled", "invalid_boolean", "must be true or false");
    }
    return members.bool("enabled", false);
  }

  private Set<Scope> scopes() {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    JsonNode node = members.get("scopes");
    boolean good = node.isArray() && !node.isEmpty();
    for (JsonNode code : node) {
      Optional<Scope> scope =
          code.isTextual() ? Coded.find(Scope.class, code.textValue()) : Optional.empty();
      scope.ifPresent(scopes::add);
      good &= scope.isPresent();
    }
    if (!good) {
      members.error(
          "scopes", "invalid_scopes", "must be some of account_api, data_api, lead_receiver");
    }
    return scopes;
  }

  private Optional<Integer> leadSourceId() {
    return members.isAbsent("lead_source_id")
        ? Optional.empty()
        : Optional.of(members.id("lead_source_id"));
  }
}
