package io.leadgate.web.request;

import io.leadgate.domain.Actor;
import io.leadgate.telemetry.Trace;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Names the actor of a change that is made through a request, for the audit log. */
public final class RequestActor {

  private RequestActor() {}

  public static Actor of(RoutingContext context, Actor.Type type, String name) {
    return new Actor(type, name, Optional.of(request(context)));
  }

  /** The request itself, of whichever actor. */
  public static Actor.Request request(RoutingContext context) {
    Trace trace = RequestTrace.of(context.request());
    return new Actor.Request(RemoteAddress.of(context), trace.requestId(), trace.traceparent());
  }
}
