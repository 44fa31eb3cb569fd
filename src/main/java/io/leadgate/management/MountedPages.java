package io.leadgate.management;

import io.leadgate.signin.GuardedCall;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * The pages for people that stand on the management port beside the calls for programs.
 *
 * @param home leads a browser that asks for the port itself to the pages
 * @param router answers all below /console/
 */
public record MountedPages(Handler<RoutingContext> home, Router router, List<GuardedCall> calls) {

  public MountedPages {
    calls = List.copyOf(calls);
  }
}
