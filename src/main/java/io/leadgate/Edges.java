package io.leadgate;

import io.leadgate.budget.Budget;
import io.leadgate.budget.Share;
import io.leadgate.config.Settings;
import io.leadgate.telemetry.Gauges;
import io.leadgate.telemetry.ListenerName;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.web.ServerOptions;
import io.leadgate.web.edge.Connections;
import io.leadgate.web.edge.Edge;
import io.leadgate.web.request.TrustedProxies;

/**
 * The part of the composition root that bounds the memory of this process: its one budget, and the
 * edges of both listeners, which draw from it.
 */
final class Edges {

  private final Settings settings;
  private final Telemetry telemetry;
  private final Budget budget;
  private final Connections ofPublic;
  private final Connections ofManagement;

  Edges(Settings settings, TrustedProxies proxies, Gauges gauges, Telemetry telemetry) {
    this.settings = settings;
    this.telemetry = telemetry;
    budget = new Budget(settings.limits().budgetBytes());
    for (Share share : Share.values()) {
      gauges.watchBudget(share.code(), () -> budget.used(share), budget.max(share));
    }
    ofPublic =
        new Connections(
            settings.http().connectionsMax(),
            settings.http().connectionsPerAddress(),
            proxies::isTrusted);
    gauges.watchConnections(ListenerName.PUBLIC, ofPublic::open);
    int max = settings.management().connectionsMax();
    ofManagement = new Connections(max, max, proxies::isTrusted);
    gauges.watchConnections(ListenerName.MANAGEMENT, ofManagement::open);
  }

  /** One for each event loop. */
  Edge ofPublicListener() {
    return new Edge(
        ListenerName.PUBLIC,
        Share.STRANGERS,
        ofPublic,
        budget,
        settings.http().eventLoopsHere(),
        ServerOptions.publicListener(settings),
        settings,
        telemetry);
  }

  Edge ofManagementListener() {
    return new Edge(
        ListenerName.MANAGEMENT,
        Share.ADMINS,
        ofManagement,
        budget,
        1,
        ServerOptions.managementListener(settings),
        settings,
        telemetry);
  }
}
