package io.leadgate.token.issue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.Actor;
import io.leadgate.domain.ClientSecret;
import io.leadgate.domain.OAuthError;
import io.leadgate.web.answer.Json;
import io.leadgate.web.request.BasicLogin;
import io.leadgate.web.request.RequestActor;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a client's request to the token endpoints, from JSON (LeadExec's format) or from a form
 * (RFC 6749, section 4.4.2). The client logs in either in the body or by HTTP Basic (section
 * 2.3.1).
 */
final class TokenCallReader {

  private static final int PARAMETERS_MAX = 50;

  private TokenCallReader() {}

  sealed interface Read {
    record Good(TokenCall call) implements Read {}

    record Bad(OAuthError error, String description) implements Read {}
  }

  /** Makes the call of an endpoint from the parameters of a request. */
  enum Endpoint {
    ISSUE("grant_type") {
      @Override
      Read read(RoutingContext context, ClientLogin client, Map<String, String> parameters) {
        return "client_credentials".equals(parameters.get(requiredParameter))
            ? new Read.Good(
                new TokenCall.Issue(client, Optional.ofNullable(parameters.get("scope"))))
            : new Read.Bad(
                OAuthError.UNSUPPORTED_GRANT_TYPE, "The grant type must be client_credentials.");
      }
    },

    /** A token_type_hint is ignored, because there is a single type (RFC 7662, section 2.1). */
    INTROSPECT("token") {
      @Override
      Read read(RoutingContext context, ClientLogin client, Map<String, String> parameters) {
        return new Read.Good(
            new TokenCall.Introspect(client, parameters.getOrDefault(requiredParameter, "")));
      }
    },

    /** A token_type_hint is ignored here too (RFC 7009, section 2.1). */
    REVOKE("token") {
      @Override
      Read read(RoutingContext context, ClientLogin client, Map<String, String> parameters) {
        return new Read.Good(
            new TokenCall.Revoke(
                client,
                parameters.getOrDefault(requiredParameter, ""),
                RequestActor.of(context, Actor.Type.CREDENTIAL, client.clientId())));
      }
    };

    /** The parameter without which the request is invalid, even before the client is checked. */
    final String requiredParameter;

    Endpoint(String requiredParameter) {
      this.requiredParameter = requiredParameter;
    }

    abstract Read read(RoutingContext context, ClientLogin client, Map<String, String> parameters);
  }

  static Read read(RoutingContext context, boolean isJson, byte[] body, Endpoint endpoint) {
    HttpServerRequest request = context.request();
    try {
      if (request.params().contains("client_secret") || request.params().contains("client_id")) {
        return bad("Credentials are never taken from the query string.");
      }
    } catch (IllegalArgumentException e) {
      return bad("The query string cannot be read.");
    }
    Optional<Map<String, String>> parameters = isJson ? json(body) : form(body);
    if (parameters.isEmpty()) {
      return bad("The body cannot be read, or a parameter is repeated or not a string.");
    }
    Map<String, String> found = parameters.get();
    // An empty parameter counts as absent (RFC 6749, section 3.2).
    found.values().removeIf(String::isEmpty);
    if (request.headers().getAll(HttpHeaders.AUTHORIZATION).size() > 1) {
      return bad("The Authorization header is repeated.");
    }
    if (BasicLogin.isUsed(request)) {
      if (found.containsKey("client_secret")) {
        return bad("Authenticate in the body or by HTTP Basic, not by both.");
      }
      Optional<BasicLogin> client = BasicLogin.of(request).flatMap(TokenCallReader::decoded);
      if (client.isEmpty()) {
        return new Read.Bad(OAuthError.INVALID_CLIENT, "The Authorization header cannot be read.");
      }
      String named = found.put("client_id", client.get().username());
      if (named != null && !named.equals(client.get().username())) {
        return bad("The request has two different client ids.");
      }
      found.put("client_secret", client.get().password());
    }
    if (!found.containsKey(endpoint.requiredParameter)) {
      return bad(endpoint.requiredParameter + " is missing.");
    }
    String clientId = found.get("client_id");
    String clientSecret = found.get("client_secret");
    return clientId == null || clientSecret == null
        ? new Read.Bad(OAuthError.INVALID_CLIENT, "client_id or client_secret is missing.")
        : endpoint.read(context, new ClientLogin(clientId, new ClientSecret(clientSecret)), found);
  }

  private static Read bad(String description) {
    return new Read.Bad(OAuthError.INVALID_REQUEST, description);
  }

  private static Optional<Map<String, String>> json(byte[] body) {
    Optional<ObjectNode> object = Json.readObject(body);
    if (object.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> parameters = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : object.get().properties()) {
      if (entry.getValue().isTextual()) {
        parameters.put(entry.getKey(), entry.getValue().textValue());
      } else if (!entry.getValue().isNull()) {
        return Optional.empty();
      }
    }
    return Optional.of(parameters);
  }

  private static Optional<Map<String, String>> form(byte[] body) {
    Optional<String> text = Json.utf8(body);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      Map<String, String> parameters = new HashMap<>();
      for (Map.Entry<String, List<String>> entry : decode(text.get()).entrySet()) {
        if (entry.getValue().size() > 1) {
          return Optional.empty();
        }
        parameters.put(entry.getKey(), entry.getValue().getFirst());
      }
      return Optional.of(parameters);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Map<String, List<String>> decode(String form) {
    return QueryStringDecoder.builder()
        .hasPath(false)
        .maxParams(PARAMETERS_MAX)
        .semicolonIsNormalChar(true)
        .build(form)
        .parameters();
  }

  /**
   * Decodes the id and the secret, which are form-encoded separately before they enter the header.
   */
  private static Optional<BasicLogin> decoded(BasicLogin login) {
    try {
      return Optional.of(
          new BasicLogin(
              URLDecoder.decode(login.username(), StandardCharsets.UTF_8),
              URLDecoder.decode(login.password(), StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
