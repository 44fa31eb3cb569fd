package io.leadgate.management;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.leadgate.budget.Share;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.Sha256;
import io.leadgate.halt.OutOfMemory;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.web.answer.Problem;
import io.leadgate.web.answer.Respond;
import io.leadgate.web.edge.Edge;
import io.leadgate.web.request.BasicLogin;
import io.leadgate.web.request.RemoteAddress;
import io.leadgate.web.request.RequestTrace;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Checks the login of an admin: HTTP Basic (RFC 7617). The slow hash runs on one thread of its own,
 * so that a flood of guesses cannot take the machine, and logins take turns for it ({@link
 * GuessTurns}). A login that was right within the last minute is not hashed again. Confined to one
 * event loop.
 */
public final class AdminLogin {

  private static final String USER = "leadgate.admin";

  /** The time for which a login that was right goes before others. */
  private static final Duration PREFERRED = Duration.ofHours(12);

  private static final int LOGINS_MAX = 100;

  /**
   * The time after which a login is refused without a comparison, so that guesses on a few
   * connections take no time from leads.
   */
  private static final long REFUSAL_MILLIS = 500;

  private final Vertx vertx;
  private final AdminUsers users;
  private final Telemetry telemetry;
  private final WorkerExecutor hashing;
  private final String hashOfNobody;

  /**
   * The logins that were right, by a hash over name, password and stored hash, so that a login ends
   * when its password is changed.
   */
  private final Cache<String, Boolean> right =
      Caffeine.newBuilder().maximumSize(LOGINS_MAX).expireAfterWrite(Duration.ofMinutes(1)).build();

  /** The logins that were right, by a hash over name and password; they are compared again. */
  private final Cache<String, Boolean> preferred =
      Caffeine.newBuilder().maximumSize(LOGINS_MAX).expireAfterWrite(PREFERRED).build();

  private final GuessTurns turns = new GuessTurns(Ticker.systemTicker());

  private enum Outcome {
    ADMIN,
    NOBODY,
    TOO_MANY_GUESSES,
    STORAGE_AWAY
  }

  public AdminLogin(Vertx vertx, AdminUsers users, SecureRandom random, Telemetry telemetry) {
    this.vertx = vertx;
    this.users = users;
    this.telemetry = telemetry;
    this.hashing = vertx.createSharedWorkerExecutor("admin-passwords", 1);
    // The answer for an unknown name takes as long as for a known name.
    this.hashOfNobody = PasswordHash.ofNobody(random);
  }

  /** Lets only admins reach the handler. The body is not read before the login is checked. */
  Handler<RoutingContext> guard(Handler<RoutingContext> handler) {
    return context -> {
      Optional<BasicLogin> login = BasicLogin.of(context.request());
      if (login.isEmpty()) {
        refuse(context);
        return;
      }
      context.request().pause();
      // A reader of the body resumes; a body that stays unread would block its connection.
      context.addEndHandler(ended -> context.request().resume());
      Respond.when(
          check(login.get(), RemoteAddress.of(context)),
          context,
          outcome -> {
            switch (outcome) {
              case ADMIN -> {
                context.put(USER, login.get().username());
                Edge.carriedGoodToken(context.request().connection(), Share.ADMINS);
                handler.handle(context);
              }
              case NOBODY -> {
                telemetry.emit(
                    new Event.LoginRefused(
                        RequestTrace.of(context.request()), RemoteAddress.of(context)));
                refuse(context);
              }
              case TOO_MANY_GUESSES ->
                  Problem.of(
                          Refusal.OVERLOADED,
                          "Too many wrong passwords came from this address, or too many logins"
                              + " wait; try again in half a minute.")
                      .send(context.response());
              case STORAGE_AWAY ->
                  Problem.of(Refusal.STORAGE_UNAVAILABLE, "The storage is away; try again.")
                      .send(context.response());
            }
          });
    };
  }

  /** The name of the admin, behind {@link #guard}. */
  static String username(RoutingContext context) {
    return context.get(USER);
  }

  private static void refuse(RoutingContext context) {
    context
        .response()
        .putHeader("WWW-Authenticate", "Basic realm=\"leadgate-admin\", charset=\"UTF-8\"");
    Problem.of(Refusal.ADMIN_LOGIN_NEEDED).send(context.response());
  }

  private Future<Outcome> check(BasicLogin login, String address) {
    if (turns.mustWait(address) && !isPreferred(login)) {
      return tooManyGuesses();
    }
    return users
        .passwordHash(login.username())
        .compose(
            hash -> {
              String known = key(login, hash.orElse(hashOfNobody));
              return right.getIfPresent(known) != null
                  ? Future.succeededFuture(Outcome.ADMIN)
                  : compareInTurn(login, address, hash, known);
            })
        .onFailure(OutOfMemory::endProcessIfIn)
        .otherwise(Outcome.STORAGE_AWAY);
  }

  private Future<Outcome> compareInTurn(
      BasicLogin login, String address, Optional<String> hash, String known) {
    Supplier<Future<Boolean>> comparison =
        () ->
            hashing.executeBlocking(
                () -> PasswordHash.matches(login.password(), hash.orElse(hashOfNobody)));
    return (isPreferred(login)
            ? turns.first(comparison)
            : turns.inTurn(address, login.username(), comparison))
        .map(
            compared ->
                compared.map(same -> outcome(same && hash.isPresent(), login, address, known)))
        .orElseGet(this::tooManyGuesses);
  }

  private Future<Outcome> tooManyGuesses() {
    return vertx.timer(REFUSAL_MILLIS, TimeUnit.MILLISECONDS).map(over -> Outcome.TOO_MANY_GUESSES);
  }

  private boolean isPreferred(BasicLogin login) {
    return preferred.getIfPresent(key(login, "")) != null;
  }

  private Outcome outcome(boolean isRight, BasicLogin login, String address, String known) {
    if (!isRight) {
      turns.wrong(address);
      return Outcome.NOBODY;
    }
    turns.right(address);
    right.put(known, true);
    preferred.put(key(login, ""), true);
    return Outcome.ADMIN;
  }

  private static String key(BasicLogin login, String hash) {
    String all = login.username() + '\0' + login.password() + '\0' + hash;
    return HexFormat.of().formatHex(Sha256.of(all));
  }
}
