package io.leadgate.receiver;

import io.leadgate.budget.Share;
import io.leadgate.catalog.Catalog;
import io.leadgate.domain.AuthResult;
import io.leadgate.domain.Destination;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.Scope;
import io.leadgate.receiver.format.LeadFormat;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.token.check.Authenticate;
import io.leadgate.web.answer.Problem;
import io.leadgate.web.edge.Edge;
import io.leadgate.web.request.BadParameter;
import io.leadgate.web.request.MediaType;
import io.leadgate.web.request.PathId;
import io.leadgate.web.request.RemoteAddress;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * {@code POST /v1/campaigns/{campaignId}/leads}: campaign, media type and token, in the order of
 * docs/api.md; what comes then is {@link LeadIntake} or {@link QuarantineIntake}. One a verticle.
 */
public final class LeadHandler implements Handler<RoutingContext> {

  private static final String TEST = "test";

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
    HttpServerRequest request = context.request();
    Catalog now = catalog.get();
    Optional<Destination> destination =
        PathId.parse(context.pathParam("campaignId")).flatMap(now::destination);
    Optional<LeadFormat> format = LeadFormat.of(request);
    boolean gzip = MediaType.isGzip(request);
    if (destination.isEmpty()) {
      Problem.of(Refusal.NOT_FOUND, NO_CAMPAIGN).send(context.response());
    } else if (format.isEmpty() || !(gzip || MediaType.isNotEncoded(request))) {
      MediaType.refuse(
          context.response(),
          LeadFormat.TAKEN,
          "gzip",
          "A lead is taken as JSON, form or XML, in UTF-8, plain or in gzip; see Accept.");
    } else {
      check(
          new LeadPost(
              request,
              new Posting(format.get(), gzip, isTest(request)),
              RemoteAddress.of(context),
              now,
              destination.get(),
              clock.millis(),
              Edge.openRequest(request.connection(), Share.STRANGERS),
              telemetry));
    }
  }

  /** Other parameters are none of ours: vendors add what they count their own clicks by. */
  private static boolean isTest(HttpServerRequest request) {
    if (request.query() == null) {
      return false;
    }
    List<String> values = request.params().getAll(TEST);
    if (values.isEmpty() || values.equals(List.of("false"))) {
      return false;
    }
    if (values.equals(List.of("true"))) {
      return true;
    }
    throw new BadParameter("test is true or false, and there once.");
  }

  private void check(LeadPost exchange) {
    Future<AuthResult> auth = authenticate.check(exchange.request().headers(), Scope.LEAD_RECEIVER);
    if (!auth.isComplete()) {
      exchange.request().pause(); // The body must not pass by while nobody reads it.
    }
    auth.compose(result -> takeFirst(exchange, result)).onFailure(exchange::failed);
  }

  private Future<Void> takeFirst(LeadPost exchange, AuthResult result) {
    if (result instanceof AuthResult.Authenticated) {
      exchange.drawFrom(Share.VENDORS);
      Edge.carriedGoodToken(exchange.request().connection(), Share.VENDORS);
    }
    if (result instanceof AuthResult.Rejected rejected
        && !exchange.destination().requiresAuthentication()) {
      telemetry.emit(new Event.TokenIgnored(rejected.reason()));
    }
    return take(exchange, result);
  }

  private Future<Void> take(LeadPost exchange, AuthResult result) {
    Destination destination = exchange.destination();
    return switch (result) {
      case AuthResult.Authenticated known ->
          known.credential().maySee(destination.leadSource().id())
              ? takeLeads(exchange, Optional.of(known.credential().clientId()), known)
              : notFound(exchange);
      case AuthResult.Ambiguous two ->
          exchange.refuse(
              Refusal.AMBIGUOUS_TOKEN, "Send one token, in Authorization or in access_token.");
      case AuthResult.Rejected rejected ->
          destination.requiresAuthentication()
              ? quarantine.take(exchange, rejected)
              : takeLeads(exchange, Optional.empty(), rejected);
    };
  }

  private Future<Void> takeLeads(LeadPost exchange, Optional<UUID> clientId, AuthResult judged) {
    return leads.take(exchange, clientId, () -> again(exchange, judged));
  }

  /**
   * A body may be half a minute in coming, and what was changed meanwhile is in force for it.
   *
   * @return empty where nothing was changed
   */
  private Optional<Future<Void>> again(LeadPost exchange, AuthResult before) {
    Catalog now = catalog.get();
    return now.version() == exchange.judgedBy().version()
        ? Optional.empty()
        : Optional.of(
            now.destination(exchange.destination().campaignId())
                .map(destination -> again(exchange, before, now, destination))
                .orElseGet(() -> notFound(exchange)));
  }

  private Future<Void> again(
      LeadPost exchange, AuthResult before, Catalog now, Destination destination) {
    exchange.judgeBy(now, destination);
    return take(
        exchange,
        before instanceof AuthResult.Authenticated known
            ? authenticate.again(known, Scope.LEAD_RECEIVER)
            : before);
  }

  private static final String NO_CAMPAIGN =
      "There is no such campaign for you; see to the number in the path.";

  private static Future<Void> notFound(LeadPost exchange) {
    return exchange.refuse(Refusal.NOT_FOUND, NO_CAMPAIGN);
  }
}
