package io.leadgate.management;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.Credential;
import io.leadgate.domain.Scope;
import io.leadgate.web.answer.Json;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes a credential as JSON for an admin: everything but the values of its secrets. */
final class CredentialJson {

  private CredentialJson() {}

  static ObjectNode of(Credential credential) {
    ObjectNode json = Json.object();
    json.put("client_id", credential.clientId().toString())
        .put("description", credential.description());
    ArrayNode scopes = json.putArray("scopes");
    credential.scopes().stream().sorted().map(Scope::code).forEach(scopes::add);
    json.put("enabled", credential.enabled())
        .put("lead_source_id", credential.leadSourceId().orElse(null))
        .put("static_key", credential.staticKey())
        .put("created_at", Json.timestamp(credential.createdAt()))
        .put("last_used_at", timestamp(credential.lastUsedAt()));
    ArrayNode secrets = json.putArray("secrets");
    credential.secrets().stream().map(CredentialJson::of).forEach(secrets::add);
    return json;
  }

  static ObjectNode of(Credential.Secret secret) {
    return Json.object()
        .put("id", secret.id().toString())
        .put("created_at", Json.timestamp(secret.createdAt()))
        .put("last_used_at", timestamp(secret.lastUsedAt()));
  }

  private static @Nullable String timestamp(Optional<Instant> time) {
    return time.map(Json::timestamp).orElse(null);
  }
}
