package io.leadgate.http.receiver;

import io.leadgate.bus.LeadSink;
import io.leadgate.catalog.Catalog;
import io.leadgate.config.Settings;
import io.leadgate.domain.Campaign;
import io.leadgate.domain.LeadIds;
import io.leadgate.domain.Refusal;
import io.leadgate.http.Authenticate;
import io.leadgate.http.MediaType;
import io.leadgate.http.Problem;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code POST /v1/campaigns/{campaignId}/leads}: the checks that come before the token. What comes
 * after them is {@link LeadExchange}. One a verticle.
 */
public final class LeadHandler implements Handler<RoutingContext> {

  static final String CAMPAIGN_ID = "campaignId";

  final Vertx vertx;
  final Settings.Limits limits;
  final Authenticate authenticate;
  final LeadSink sink;
  final LeadIds ids;
  final InstantSource clock;
  final Telemetry telemetry;
  final JsonLeadParser parser;
  private final Supplier<Catalog> catalog;

  public LeadHandler(
      Vertx vertx,
      Settings.Limits limits,
      Supplier<Catalog> catalog,
      Authenticate authenticate,
      LeadSink sink,
      LeadIds ids,
      InstantSource clock,
      Telemetry telemetry) {
    this.vertx = vertx;
    this.limits = limits;
    this.catalog = catalog;
    this.authenticate = authenticate;
    this.sink = sink;
    this.ids = ids;
    this.clock = clock;
    this.telemetry = telemetry;
    this.parser = new JsonLeadParser(limits);
  }

  @Override
  public void handle(RoutingContext context) {
    Optional<Campaign> campaign = campaign(context.pathParam(CAMPAIGN_ID));
    if (campaign.isEmpty()) {
      Problem.of(Refusal.NOT_FOUND, "There is no such campaign.").send(context.response());
    } else if (!MediaType.isJson(context.request())) {
      MediaType.refuse(context.response(), "A lead is taken as application/json in UTF-8.");
    } else if (!MediaType.isNotEncoded(context.request())) {
      MediaType.refuse(context.response(), "A body is taken without a content encoding.");
    } else {
      new LeadExchange(this, context.request(), campaign.get()).begin();
    }
  }

  private Optional<Campaign> campaign(String id) {
    try {
      return catalog.get().campaign(Integer.parseInt(id));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
