package io.leadgate.management;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.Standbys;
import io.leadgate.telemetry.Dependency;
import io.leadgate.telemetry.DependencyStates;
import io.leadgate.web.answer.Json;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BooleanSupplier;

/**
 * Serves {@code /health/live} and {@code /health/ready}. The status of {@code /health/ready} is the
 * status of this process alone, and the body lists the dependencies, because an outage that all
 * nodes share must not take all nodes out of the load balancer and leave vendors without an answer.
 */
public final class HealthHandler {

  private final Health health;
  private final DependencyStates dependencies;
  private final BooleanSupplier areLeadsHeldUp;
  private final String node;
  private final String version;

  /**
   * @param areLeadsHeldUp whether Postgres commits no leads, although some wait
   */
  public HealthHandler(
      Health health,
      DependencyStates dependencies,
      BooleanSupplier areLeadsHeldUp,
      String node,
      String version) {
    this.health = health;
    this.dependencies = dependencies;
    this.areLeadsHeldUp = areLeadsHeldUp;
    this.node = node;
    this.version = version;
  }

  void live(RoutingContext context) {
    Json.send(context.response(), 200, body());
  }

  void ready(RoutingContext context) {
    // No problem document, because a load balancer asks and the body has the same shape as when
    // ready.
    Json.send(context.response(), health.phase() == Health.Phase.READY ? 200 : 503, body());
  }

  private ObjectNode body() {
    ObjectNode body = Json.object().put("status", health.phase().code());
    ObjectNode list = body.putObject("dependencies");
    dependencies.current().entrySet().stream()
        .sorted(java.util.Map.Entry.comparingByKey())
        .forEach(
            entry -> put(entry.getKey(), entry.getValue(), list.putObject(entry.getKey().code())));
    return body.put("node", node).put("version", version);
  }

  private void put(Dependency dependency, DependencyStates.State state, ObjectNode shown) {
    shown.put("status", state.up() ? "up" : "down").put("since", Json.timestamp(state.since()));
    if (dependency == Dependency.POSTGRES) {
      shown.putNull("machines");
      boolean areStandbysMissing = false;
      if (dependencies.standbys() instanceof Standbys.Seen seen) {
        shown.put("machines", seen.machines());
        areStandbysMissing = seen.areMissing();
      }
      if (state.up() && (areStandbysMissing || areLeadsHeldUp.getAsBoolean())) {
        shown.put("status", "read-only");
      }
    }
  }
}
