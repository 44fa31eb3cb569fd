package io.leadgate.http.receiver;

import io.leadgate.catalog.Catalog;
import io.leadgate.domain.AuthResult;
import io.leadgate.domain.Destination;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.Scope;
import io.leadgate.http.Authenticate;
import io.leadgate.http.Body;
import io.leadgate.http.MediaType;
import io.leadgate.http.PathId;
import io.leadgate.http.Problem;
import io.leadgate.http.RemoteAddress;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code POST /v1/campaigns/{campaignId}/leads}: campaign, media type and token, in the order of
 * API.md; what comes then is {@link LeadIntake} or {@link QuarantineIntake}. One a verticle.
 */
public final class LeadHandler implements Handler<RoutingContext> {

  private final Supplier<Catalog> catalog;
  private final Authenticate authenticate;
  private final LeadIntake leads;
  private final QuarantineIntake quarantine;
  private final InstantSource clock;
  private final Telemetry telemetry;

  public LeadHandler(
      Supplier<Catalog> catalog,
      Authenticate authenticate,
      LeadIntake leads,
      QuarantineIntake quarantine,
      InstantSource clock,
      Telemetry telemetry) {
    this.catalog = catalog;
    this.authenticate = authenticate;
    this.leads = leads;
    this.quarantine = quarantine;
    this.clock = clock;
    this.telemetry = telemetry;
  }

  @Override
  public void handle(RoutingContext context) {
    Catalog now = catalog.get();
    Optional<Destination> destination =
        PathId.parse(context.pathParam("campaignId")).flatMap(now::destination);
    if (destination.isEmpty()) {
      Problem.of(Refusal.NOT_FOUND, "There is no such campaign.").send(context.response());
    } else if (!MediaType.isJson(context.request())) {
      MediaType.refuse(context.response(), "A lead is taken as application/json in UTF-8.");
    } else if (!MediaType.isNotEncoded(context.request())) {
      MediaType.refuse(context.response(), "A body is taken without a content encoding.");
    } else {
      check(
          new Exchange(
              context.request(),
              RemoteAddress.of(context),
              now,
              destination.get(),
              clock.millis(),
              telemetry));
    }
  }

  private void check(Exchange exchange) {
    Future<AuthResult> auth = authenticate.check(exchange.request().headers(), Scope.LEAD_RECEIVER);
    if (!auth.isComplete()) {
      exchange.request().pause(); // The body must not pass by while nobody reads it.
    }
    auth.compose(result -> takeFirst(exchange, result)).onFailure(exchange::failed);
  }

  private Future<Void> takeFirst(Exchange exchange, AuthResult result) {
    if (result instanceof AuthResult.Rejected rejected
        && !exchange.destination().requiresAuthentication()) {
      telemetry.emit(new Event.TokenIgnored(rejected.reason()));
    }
    return take(exchange, result);
  }

  private Future<Void> take(Exchange exchange, AuthResult result) {
    Destination destination = exchange.destination();
    return switch (result) {
      case AuthResult.Authenticated known ->
          known.credential().maySee(destination.leadSource().id())
              ? leads.take(
                  exchange,
                  Optional.of(known.credential().clientId()),
                  body -> again(exchange, result, body))
              : notFound(exchange);
      case AuthResult.Ambiguous two ->
          exchange.refuse(
              Refusal.AMBIGUOUS_TOKEN, "Send one token, in Authorization or in access_token.");
      case AuthResult.Rejected rejected ->
          destination.requiresAuthentication()
              ? quarantine.take(exchange, rejected)
              : takeAnyway(exchange, rejected);
    };
  }

  private Future<Void> takeAnyway(Exchange exchange, AuthResult.Rejected rejected) {
    return leads.take(exchange, Optional.empty(), body -> again(exchange, rejected, body));
  }

  /**
   * A body may be half a minute in coming, and what was changed meanwhile is in force for it.
   *
   * @return empty where nothing was changed
   */
  private Optional<Future<Void>> again(Exchange exchange, AuthResult before, Body.Whole body) {
    Catalog now = catalog.get();
    return now.version() == exchange.judgedBy().version()
        ? Optional.empty()
        : Optional.of(
            now.destination(exchange.destination().campaignId())
                .map(destination -> again(exchange, before, now, destination, body))
                .orElseGet(() -> notFound(exchange)));
  }

  private Future<Void> again(
      Exchange exchange, AuthResult before, Catalog now, Destination destination, Body.Whole body) {
    exchange.judgeBy(now, destination, body);
    return take(
        exchange,
        before instanceof AuthResult.Authenticated known
            ? authenticate.again(known, Scope.LEAD_RECEIVER)
            : before);
  }

  private static Future<Void> notFound(Exchange exchange) {
    return exchange.refuse(Refusal.NOT_FOUND, "There is no such campaign.");
  }
}
