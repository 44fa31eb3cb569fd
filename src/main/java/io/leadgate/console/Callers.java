package io.leadgate.console;

import io.leadgate.console.frame.Visit;
import io.leadgate.domain.StorageAway;
import io.leadgate.signin.BrowserGate;
import io.leadgate.signin.ProxyUser;
import io.leadgate.signin.Sessions;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * Tells which admin sends a request to the console: the user that a trusted proxy names, or else
 * the admin of the session. Each future fails with {@link StorageAway} and nothing else.
 */
final class Callers {

  private final BrowserGate browsers;
  private final ProxyUser proxyUser;
  private final Sessions sessions;

  /** The sender of a request. */
  sealed interface Caller {
    record Known(Visit.Standing standing) implements Caller {}

    /** The user that a proxy names may not use the console, for a reason that is told. */
    record Refused(String detail) implements Caller {}

    record Stranger() implements Caller {}
  }

  Callers(BrowserGate browsers, ProxyUser proxyUser, Sessions sessions) {
    this.browsers = browsers;
    this.proxyUser = proxyUser;
    this.sessions = sessions;
  }

  Future<Caller> of(RoutingContext context) {
    return proxyUser
        .of(context)
        .compose(
            stated ->
                switch (stated) {
                  case ProxyUser.Stated.Known known ->
                      Future.succeededFuture(
                          new Caller.Known(new Visit.Standing(known.admin(), Optional.empty())));
                  case ProxyUser.Stated.Refused refused ->
                      Future.succeededFuture(new Caller.Refused(refused.detail()));
                  case ProxyUser.Stated.Nobody nobody -> bySession(context);
                });
  }

  private Future<Caller> bySession(RoutingContext context) {
    Optional<String> token = SessionCookie.token(context, browsers.isTlsHost(context.request()));
    return token.isEmpty()
        ? Future.succeededFuture(new Caller.Stranger())
        : sessions
            .find(token.get())
            .map(
                found ->
                    found
                        .<Caller>map(admin -> new Caller.Known(new Visit.Standing(admin, token)))
                        .orElseGet(Caller.Stranger::new));
  }
}
