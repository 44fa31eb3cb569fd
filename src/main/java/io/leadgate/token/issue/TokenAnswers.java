package io.leadgate.token.issue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.AccessToken;
import io.leadgate.domain.OAuthError;
import io.leadgate.domain.Scope;
import io.leadgate.web.answer.Json;
import io.leadgate.web.edge.RefusalMark;
import io.leadgate.web.request.BasicLogin;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Writes the answers of the token endpoints. */
final class TokenAnswers {

  private TokenAnswers() {}

  /**
   * Sends a token (RFC 6749, section 5.1).
   *
   * @param errorIsNull whether the answer has a member {@code error}, as LeadExec's clients know it
   */
  static void issued(RoutingContext context, TokenResult.Issued issued, boolean errorIsNull) {
    ObjectNode json =
        Json.object()
            .put("access_token", issued.token())
            .put("token_type", "Bearer")
            .put("expires_in", AccessToken.LIFETIME.toSeconds())
            .put("scope", Scope.formatList(issued.scopes()));
    send(context, errorIsNull ? json.putNull("error") : json);
  }

  /** Sends the state of a token that is taken (RFC 7662, section 2.2). */
  static void active(RoutingContext context, AccessToken token) {
    send(
        context,
        Json.object()
            .put("active", true)
            .put("scope", Scope.formatList(token.scopes()))
            .put("client_id", token.clientId().toString())
            .put("token_type", "Bearer")
            .put("exp", token.endsAt().getEpochSecond())
            .put("iat", token.issuedAt().getEpochSecond())
            .put("sub", token.clientId().toString())
            .put("jti", token.jti().toString()));
  }

  static void inactive(RoutingContext context) {
    send(context, Json.object().put("active", false));
  }

  static void revoked(RoutingContext context) {
    uncached(context).end();
  }

  /**
   * Sends the error object of RFC 6749, section 5.2. A client that used HTTP Basic also gets a
   * challenge.
   */
  static void refused(RoutingContext context, TokenResult.Refused refused) {
    OAuthError error = refused.error();
    if (error == OAuthError.INVALID_CLIENT && BasicLogin.isUsed(context.request())) {
      context.response().putHeader("WWW-Authenticate", "Basic realm=\"leadgate\"");
    }
    if (error.isTemporary()) {
      context.response().putHeader("Retry-After", Long.toString(refused.retryAfterSeconds()));
    }
    RefusalMark.set(context.response(), error.slug());
    ObjectNode body = Json.object();
    body.putNull("access_token");
    body.putNull("token_type");
    body.put("expires_in", 0)
        .put("error", error.code())
        .put("error_description", described(refused.description()));
    Json.send(uncached(context), error.status(), body);
  }

  /** A description without the two characters that RFC 6749, section 5.2, does not let in. */
  private static String described(String description) {
    return description.replace('"', '\'').replace('\\', '/');
  }

  private static void send(RoutingContext context, ObjectNode json) {
    Json.send(uncached(context), 200, json);
  }

  /** With the header of RFC 6749, section 5.1, for caches of before HTTP/1.1. */
  private static HttpServerResponse uncached(RoutingContext context) {
    return context.response().putHeader("Pragma", "no-cache");
  }
}
