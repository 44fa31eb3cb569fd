package io.leadgate.token.issue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.Scope;
import io.leadgate.web.answer.Json;
import io.leadgate.web.answer.Problem;
import io.leadgate.web.request.TrustedProxies;
import io.vertx.core.Handler;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Serves {@code GET /.well-known/oauth-authorization-server}: the metadata from which a client
 * finds the token endpoints (RFC 8414). The issuer must be the URL that the client called (section
 * 3.3). Therefore the issuer is taken from the settings if the setting is a URL, and otherwise from
 * the request.
 */
public final class MetadataHandler implements Handler<RoutingContext> {

  /** The characters of a name, an IPv4 address, or an IPv6 address in brackets. */
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]");

  private final Optional<String> issuer;

  /**
   * @param issuer the setting {@code token.issuer}
   */
  public MetadataHandler(String issuer) {
    this.issuer = Optional.of(issuer).filter(name -> name.contains("://"));
  }

  @Override
  public void handle(RoutingContext context) {
    issuer
        .or(() -> requestedBase(context))
        .ifPresentOrElse(
            base -> Json.send(context.response(), 200, metadata(base)),
            () ->
                Problem.of(Refusal.MALFORMED_REQUEST, "The Host header cannot be read.")
                    .send(context.response()));
  }

  private static Optional<String> requestedBase(RoutingContext context) {
    HostAndPort authority = context.request().authority();
    if (authority == null || !HOST.matcher(authority.host()).matches()) {
      return Optional.empty();
    }
    String port = authority.port() > 0 ? ":" + authority.port() : "";
    return Optional.of(TrustedProxies.scheme(context) + "://" + authority.host() + port);
  }

  private static ObjectNode metadata(String base) {
    ObjectNode metadata =
        Json.object()
            .put("issuer", base)
            .put("token_endpoint", base + "/oauth2/token")
            .put("revocation_endpoint", base + "/oauth2/revoke")
            .put("introspection_endpoint", base + "/oauth2/introspect");
    putList(metadata, "scopes_supported", Arrays.stream(Scope.values()).map(Scope::code).toArray());
    putList(metadata, "response_types_supported");
    putList(metadata, "grant_types_supported", "client_credentials");
    for (String endpoint : new String[] {"token", "revocation", "introspection"}) {
      putList(
          metadata,
          endpoint + "_endpoint_auth_methods_supported",
          "client_secret_basic",
          "client_secret_post");
    }
    return metadata;
  }

  private static void putList(ObjectNode into, String name, Object... values) {
    ArrayNode list = into.putArray(name);
    for (Object value : values) {
      list.add(value.toString());
    }
  }
}
