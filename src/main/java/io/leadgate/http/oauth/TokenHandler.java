package io.leadgate.http.oauth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.bus.TokenDesk;
import io.leadgate.domain.OAuthError;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.Scope;
import io.leadgate.domain.TokenResult;
import io.leadgate.http.BasicLogin;
import io.leadgate.http.Body;
import io.leadgate.http.BodyReader;
import io.leadgate.http.Json;
import io.leadgate.http.MediaType;
import io.leadgate.http.Problem;
import io.leadgate.http.Respond;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code POST /v1/authorization/token} and {@code /oauth2/token}: client credentials for a token.
 */
public final class TokenHandler implements Handler<RoutingContext> {

  private static final int BODY_BYTES_MAX = 16_384;

  private final BodyReader bodies;
  private final TokenDesk desk;

  public TokenHandler(BodyReader bodies, TokenDesk desk) {
    this.bodies = bodies;
    this.desk = desk;
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    boolean isJson = MediaType.isJson(request);
    if (!isJson && !MediaType.isForm(request)) {
      refuse(
          request,
          OAuthError.UNSUPPORTED_MEDIA_TYPE,
          "The body is taken as application/x-www-form-urlencoded or application/json.");
      return;
    }
    Respond.when(
        bodies.read(request, BODY_BYTES_MAX),
        context,
        body -> {
          switch (body) {
            case Body.Whole whole -> issue(context, isJson, whole.bytes().getBytes());
            case Body.Unread not ->
                refuse(
                    request,
                    not.refusal() == Refusal.BODY_TOO_LARGE
                        ? OAuthError.BODY_TOO_LARGE
                        : OAuthError.TEMPORARILY_UNAVAILABLE,
                    not.detail());
          }
        });
  }

  private void issue(RoutingContext context, boolean isJson, byte[] body) {
    HttpServerRequest request = context.request();
    switch (TokenRequestReader.read(request, isJson, body)) {
      case TokenRequestReader.Read.Bad bad -> refuse(request, bad.error(), bad.description());
      case TokenRequestReader.Read.Good good ->
          Respond.when(desk.issue(good.request()), context, result -> answer(request, result));
    }
  }

  private static void answer(HttpServerRequest request, TokenResult result) {
    switch (result) {
      case TokenResult.Refused refused -> refuse(request, refused.error(), refused.description());
      case TokenResult.Issued issued -> {
        ObjectNode json =
            Json.object()
                .put("access_token", issued.token())
                .put("token_type", "Bearer")
                .put("expires_in", issued.expiresIn())
                .put("scope", Scope.formatList(issued.scopes()))
                .putNull("error");
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        Json.send(response, 200, json);
      }
    }
  }

  private static void refuse(HttpServerRequest request, OAuthError error, String description) {
    Problem.sendOAuth(request.response(), error, description, BasicLogin.isUsed(request));
  }
}
