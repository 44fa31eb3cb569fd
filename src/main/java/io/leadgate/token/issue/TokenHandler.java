package io.leadgate.token.issue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.budget.Draw;
import io.leadgate.budget.Share;
import io.leadgate.bus.BusAddress;
import io.leadgate.domain.AccessToken;
import io.leadgate.domain.OAuthError;
import io.leadgate.domain.Scope;
import io.leadgate.domain.Unanswered;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.web.answer.Json;
import io.leadgate.web.answer.Respond;
import io.leadgate.web.body.Body;
import io.leadgate.web.body.BodyReader;
import io.leadgate.web.edge.Edge;
import io.leadgate.web.request.BasicLogin;
import io.leadgate.web.request.MediaType;
import io.leadgate.web.request.RemoteAddress;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/**
 * Serves the token endpoints, which issue tokens (RFC 6749, section 4.4), introspect tokens (RFC
 * 7662) and revoke tokens (RFC 7009). Clients call the endpoints with their client id and secret.
 */
public final class TokenHandler {

  private static final int BODY_BYTES_MAX = 16_384;

  private final BodyReader bodies;
  private final BusAddress<TokenCall, TokenResult> calls;
  private final FailedLogins failedLogins;
  private final Telemetry telemetry;

  public TokenHandler(
      BodyReader bodies,
      BusAddress<TokenCall, TokenResult> calls,
      FailedLogins failedLogins,
      Telemetry telemetry) {
    this.bodies = bodies;
    this.calls = calls;
    this.failedLogins = failedLogins;
    this.telemetry = telemetry;
  }

  /** Issues a token: {@code POST /v1/authorization/token} and {@code POST /oauth2/token}. */
  public Handler<RoutingContext> issue() {
    return context -> call(context, TokenCallReader.Endpoint.ISSUE);
  }

  /** Introspects a token: {@code POST /oauth2/introspect}. */
  public Handler<RoutingContext> introspect() {
    return context -> call(context, TokenCallReader.Endpoint.INTROSPECT);
  }

  /** Revokes a token: {@code POST /oauth2/revoke}. */
  public Handler<RoutingContext> revoke() {
    return context -> call(context, TokenCallReader.Endpoint.REVOKE);
  }

  private void call(RoutingContext context, TokenCallReader.Endpoint endpoint) {
    HttpServerRequest request = context.request();
    boolean isJson = MediaType.isJson(request);
    if (!isJson && !MediaType.isForm(request)) {
      refuse(
          context,
          new TokenResult.Refused(
              OAuthError.UNSUPPORTED_MEDIA_TYPE,
              "Send the body as application/x-www-form-urlencoded or application/json."));
      return;
    }
    if (isBlocked(context)) {
      return;
    }
    Draw draw = Edge.openRequest(request.connection(), Share.CLIENTS);
    context.addEndHandler(ended -> draw.close());
    Respond.when(
        bodies.read(request, BODY_BYTES_MAX, draw),
        context,
        body -> {
          switch (body) {
            case Body.Whole whole -> ask(context, isJson, whole.bytes().getBytes(), endpoint);
            case Body.Unread unread ->
                refuse(context, new TokenResult.Refused(error(unread), unread.detail()));
          }
        });
  }

  private static OAuthError error(Body.Unread unread) {
    return switch (unread.refusal()) {
      case BODY_TOO_LARGE -> OAuthError.BODY_TOO_LARGE;
      case REQUEST_TIMEOUT -> OAuthError.REQUEST_TIMEOUT;
      default -> OAuthError.TEMPORARILY_UNAVAILABLE;
    };
  }

  /**
   * Sends a call to the token verticle. A missing or late answer becomes a result and not a
   * failure.
   */
  private Future<TokenResult> ask(TokenCall call) {
    return calls
        .request(call)
        .recover(
            failure ->
                failure instanceof Unanswered
                    ? Future.succeededFuture(TokenResult.Refused.unavailable())
                    : Future.failedFuture(failure));
  }

  private void ask(
      RoutingContext context, boolean isJson, byte[] body, TokenCallReader.Endpoint endpoint) {
    // Checked again, because other logins of the address may have failed while the body arrived.
    if (isBlocked(context)) {
      return;
    }
    switch (TokenCallReader.read(context, isJson, body, endpoint)) {
      case TokenCallReader.Read.Bad bad ->
          refuse(context, new TokenResult.Refused(bad.error(), bad.description()));
      case TokenCallReader.Read.Good good ->
          Respond.when(ask(good.call()), context, result -> answer(context, result));
    }
  }

  private boolean isBlocked(RoutingContext context) {
    Optional<Duration> wait = failedLogins.blockedFor(RemoteAddress.of(context));
    wait.ifPresent(
        left -> {
          TokenResult.Refused refused =
              new TokenResult.Refused(
                  OAuthError.RATE_LIMITED,
                  "Too many logins from this address have failed; wait for a minute.",
                  left);
          // RateLimit header fields for HTTP, draft 10.
          context
              .response()
              .putHeader(
                  "RateLimit-Policy",
                  "\"failed-logins\";q=%d;w=60".formatted(failedLogins.perMinuteMax()))
              .putHeader(
                  "RateLimit", "\"failed-logins\";r=0;t=%d".formatted(refused.retryAfterSeconds()));
          refuse(context, refused);
        });
    return wait.isPresent();
  }

  private void answer(RoutingContext context, TokenResult result) {
    if (!(result instanceof TokenResult.Refused)) {
      Edge.carriedGoodToken(context.request().connection(), Share.CLIENTS);
    }
    switch (result) {
      case TokenResult.Refused refused -> refuse(context, refused);
      case TokenResult.Issued issued ->
          send(
              context,
              Json.object()
                  .put("access_token", issued.token())
                  .put("token_type", "Bearer")
                  .put("expires_in", issued.expiresIn())
                  .put("scope", Scope.formatList(issued.scopes()))
                  .putNull("error"));
      case TokenResult.Active active -> send(context, json(active.token()));
      case TokenResult.Inactive inactive -> send(context, Json.object().put("active", false));
      case TokenResult.Revoked revoked -> noStore(context).end();
    }
  }

  private static ObjectNode json(AccessToken token) {
    return Json.object()
        .put("active", true)
        .put("scope", Scope.formatList(token.scopes()))
        .put("client_id", token.clientId().toString())
        .put("token_type", "Bearer")
        .put("exp", token.expiresAt().getEpochSecond())
        .put("iat", token.issuedAt().getEpochSecond())
        .put("sub", token.clientId().toString())
        .put("jti", token.jti().toString());
  }

  private static void send(RoutingContext context, ObjectNode json) {
    Json.send(noStore(context), 200, json);
  }

  private static HttpServerResponse noStore(RoutingContext context) {
    return context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  private void refuse(RoutingContext context, TokenResult.Refused refused) {
    telemetry.emit(new Event.TokenRefused(refused.error()));
    if (refused.error() == OAuthError.INVALID_CLIENT) {
      failedLogins.add(RemoteAddress.of(context));
    }
    sendError(context, refused);
  }

  /**
   * Sends the error object of RFC 6749, section 5.2. A client that used HTTP Basic also gets a
   * challenge.
   */
  private static void sendError(RoutingContext context, TokenResult.Refused refused) {
    OAuthError error = refused.error();
    if (error == OAuthError.INVALID_CLIENT && BasicLogin.isUsed(context.request())) {
      context.response().putHeader("WWW-Authenticate", "Basic realm=\"leadgate\"");
    }
    if (error.isTemporary()) {
      context.response().putHeader("Retry-After", Long.toString(refused.retryAfterSeconds()));
    }
    ObjectNode body = Json.object();
    body.putNull("access_token");
    body.putNull("token_type");
    body.put("expires_in", 0)
        .put("error", error.code())
        .put("error_description", refused.description());
    Json.send(noStore(context), error.status(), body);
  }
}
