package io.leadgate.token.issue;

import io.leadgate.budget.Draw;
import io.leadgate.budget.Share;
import io.leadgate.bus.BusAddress;
import io.leadgate.domain.OAuthError;
import io.leadgate.domain.Unanswered;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.web.answer.Respond;
import io.leadgate.web.body.Body;
import io.leadgate.web.body.BodyReader;
import io.leadgate.web.edge.Edge;
import io.leadgate.web.request.ContentType;
import io.leadgate.web.request.ContentType.Kind;
import io.leadgate.web.request.MediaType;
import io.leadgate.web.request.RemoteAddress;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/**
 * Serves the token endpoints, which issue tokens (RFC 6749, section 4.4), introspect tokens (RFC
 * 7662) and revoke tokens (RFC 7009). Clients call the endpoints with their client id and secret.
 */
public final class TokenHandler {

  private static final int BODY_BYTES_MAX = 16_384;
  private static final String ERROR_IS_NULL = "leadgate.error-is-null";

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

  /**
   * Issues a token: {@code POST /oauth2/token}. The answer has no member {@code error}, because
   * OAuth libraries take its presence for a failure.
   */
  public Handler<RoutingContext> issue() {
    return context -> call(context, TokenCallReader.Endpoint.ISSUE);
  }

  /**
   * Issues a token: {@code POST /v1/authorization/token}. The answer to JSON, which LeadExec's
   * clients send, has a member {@code error} that is null.
   */
  public Handler<RoutingContext> issueAsLeadExec() {
    return context -> {
      if (ContentType.of(context.request()).is(Kind.JSON)) {
        context.put(ERROR_IS_NULL, true);
      }
      call(context, TokenCallReader.Endpoint.ISSUE);
    };
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
    ContentType type = ContentType.of(request);
    boolean isJson = type.is(Kind.JSON);
    if (!isJson && !type.is(Kind.FORM)) {
      refuse(
          context,
          new TokenResult.Refused(
              OAuthError.UNSUPPORTED_MEDIA_TYPE,
              type.refusal("application/x-www-form-urlencoded or application/json")));
      return;
    }
    if (!MediaType.isNotEncoded(request)) {
      refuse(
          context,
          new TokenResult.Refused(
              OAuthError.UNSUPPORTED_MEDIA_TYPE, MediaType.codingRefusal(request, "without one")));
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
    switch (TokenCallReader.read(context, isJson, body, endpoint)) {
      case TokenCallReader.Read.Bad bad ->
          refuse(context, new TokenResult.Refused(bad.error(), bad.description()));
      case TokenCallReader.Read.Good good ->
          Respond.when(ask(good.call()), context, result -> answer(context, result));
    }
  }

  private void answer(RoutingContext context, TokenResult result) {
    if (!(result instanceof TokenResult.Refused)) {
      Edge.carriedGoodToken(context.request().connection(), Share.CLIENTS);
    }
    switch (result) {
      case TokenResult.Refused refused -> refuse(context, refused);
      case TokenResult.Issued issued ->
          TokenAnswers.issued(context, issued, context.get(ERROR_IS_NULL) != null);
      case TokenResult.Active active -> TokenAnswers.active(context, active.token());
      case TokenResult.Inactive inactive -> TokenAnswers.inactive(context);
      case TokenResult.Revoked revoked -> TokenAnswers.revoked(context);
    }
  }

  private void refuse(RoutingContext context, TokenResult.Refused refused) {
    TokenResult.Refused told =
        refused.error() == OAuthError.INVALID_CLIENT ? countFailure(context, refused) : refused;
    telemetry.emit(new Event.TokenRefused(told.error()));
    TokenAnswers.refused(context, told);
  }

  /**
   * Counts a failed login of the address. Beyond the bound, the caller is told to wait; a right
   * login is served as ever, because other vendors may share the address.
   */
  private TokenResult.Refused countFailure(RoutingContext context, TokenResult.Refused refused) {
    String address = RemoteAddress.of(context);
    Optional<Duration> wait = failedLogins.blockedFor(address);
    failedLogins.add(address);
    if (wait.isEmpty()) {
      return refused;
    }
    TokenResult.Refused limited =
        new TokenResult.Refused(
            OAuthError.RATE_LIMITED,
            "Too many logins from this address have failed, and this one too: "
                + refused.description(),
            wait.get());
    // RateLimit header fields for HTTP, draft 10.
    context
        .response()
        .putHeader(
            "RateLimit-Policy",
            "\"failed-logins\";q=%d;w=60".formatted(failedLogins.perMinuteMax()))
        .putHeader(
            "RateLimit", "\"failed-logins\";r=0;t=%d".formatted(limited.retryAfterSeconds()));
    return limited;
  }
}
