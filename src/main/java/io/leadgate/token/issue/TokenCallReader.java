package io.leadgate.token.issue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.Actor;
import io.leadgate.domain.ClientSecret;
import io.leadgate.domain.OAuthError;
import io.leadgate.web.answer.Json;
import io.leadgate.web.answer.Utf8;
import io.leadgate.web.request.BasicLogin;
import io.leadgate.web.request.ContentType.Kind;
import io.leadgate.web.request.Mislabelled;
import io.leadgate.web.request.RequestActor;
import io.leadgate.web.request.UrlEncoded;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a client's request to the token endpoints, from JSON (LeadExec's format) or from a form
 * (RFC 6749, section 4.4.2). The client logs in either in the body or by HTTP Basic (section
 * 2.3.1). A parameter that no endpoint reads is passed over (section 3.2), however it is written.
 */
final class TokenCallReader {

  private static final String CLIENT_ID = "client_id";
  private static final String CLIENT_SECRET = "client_secret";
  private static final Set<String> READ =
      Set.of("grant_type", "scope", "token", CLIENT_ID, CLIENT_SECRET);

  private TokenCallReader() {}

  sealed interface Read {
    record Good(TokenCall call) implements Read {}

    record Bad(OAuthError error, String description) implements Read {}
  }

  /** The parameters of a body, or the fault of the body. */
  private sealed interface Parameters {
    record Good(Map<String, String> values) implements Parameters {}

    record Bad(Read.Bad why) implements Parameters {}
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

  static Read read(RoutingContext context, boolean isJson, byte[] sent, Endpoint endpoint) {
    byte[] body = Utf8.withoutMark(sent);
    if (hasCredentialsInQuery(context.request())) {
      return bad("Credentials are never taken from the query string; send them in the body.");
    }
    Optional<String> mislabelled = Mislabelled.detail(isJson ? Kind.JSON : Kind.FORM, body);
    if (mislabelled.isPresent()) {
      return new Read.Bad(OAuthError.UNSUPPORTED_MEDIA_TYPE, mislabelled.get());
    }
    return switch (isJson ? json(body) : form(body)) {
      case Parameters.Bad bad -> bad.why();
      case Parameters.Good good -> read(context, good.values(), endpoint);
    };
  }

  private static boolean hasCredentialsInQuery(HttpServerRequest request) {
    String query = request.query();
    return query != null
        && (!UrlEncoded.valuesInQuery(query, CLIENT_ID).isEmpty()
            || !UrlEncoded.valuesInQuery(query, CLIENT_SECRET).isEmpty());
  }

  private static Read read(RoutingContext context, Map<String, String> found, Endpoint endpoint) {
    HttpServerRequest request = context.request();
    // An empty parameter counts as absent (RFC 6749, section 3.2).
    found.values().removeIf(String::isEmpty);
    if (request.headers().getAll(HttpHeaders.AUTHORIZATION).size() > 1) {
      return bad("The Authorization header is repeated.");
    }
    if (BasicLogin.isUsed(request)) {
      if (found.containsKey(CLIENT_SECRET)) {
        return bad("Authenticate in the body or by HTTP Basic, not by both.");
      }
      Optional<BasicLogin> client = BasicLogin.of(request).flatMap(TokenCallReader::decoded);
      if (client.isEmpty()) {
        return new Read.Bad(
            OAuthError.INVALID_CLIENT,
            "The Authorization header cannot be read: Basic is followed by the Base64 of the id, a"
                + " colon and the secret.");
      }
      String named = found.put(CLIENT_ID, client.get().username());
      if (named != null && !named.equals(client.get().username())) {
        return bad("The request has two different client ids.");
      }
      found.put(CLIENT_SECRET, client.get().password());
    }
    if (!found.containsKey(endpoint.requiredParameter)) {
      return bad(endpoint.requiredParameter + " is missing.");
    }
    String clientId = found.get(CLIENT_ID);
    String clientSecret = found.get(CLIENT_SECRET);
    return clientId == null || clientSecret == null
        ? new Read.Bad(
            OAuthError.INVALID_CLIENT,
            "%s is missing.".formatted(clientId == null ? CLIENT_ID : CLIENT_SECRET))
        : endpoint.read(context, new ClientLogin(clientId, new ClientSecret(clientSecret)), found);
  }

  private static Read.Bad bad(String description) {
    return new Read.Bad(OAuthError.INVALID_REQUEST, description);
  }

  private static Parameters json(byte[] body) {
    return switch (Json.readObject(body)) {
      case Json.Read.Bad bad -> new Parameters.Bad(bad(bad.detail()));
      case Json.Read.Good good -> json(good.object());
    };
  }

  private static Parameters json(ObjectNode object) {
    Map<String, String> parameters = new HashMap<>();
    for (String name : READ) {
      JsonNode value = object.path(name);
      if (value.isTextual()) {
        parameters.put(name, value.textValue());
      } else if (!value.isMissingNode() && !value.isNull()) {
        return new Parameters.Bad(bad("The member %s must be a string.".formatted(name)));
      }
    }
    return new Parameters.Good(parameters);
  }

  private static Parameters form(byte[] body) {
    Optional<List<UrlEncoded.Pair>> pairs = UrlEncoded.pairs(body);
    if (pairs.isEmpty()) {
      return new Parameters.Bad(bad(UrlEncoded.fault(body)));
    }
    Map<String, String> parameters = new HashMap<>();
    for (UrlEncoded.Pair pair : pairs.get()) {
      if (READ.contains(pair.name()) && parameters.put(pair.name(), pair.value()) != null) {
        return new Parameters.Bad(bad("The parameter %s is repeated.".formatted(pair.name())));
      }
    }
    return new Parameters.Good(parameters);
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
