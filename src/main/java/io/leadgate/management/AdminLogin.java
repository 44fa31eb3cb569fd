package io.leadgate.management;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.Sha256;
import io.leadgate.http.Problem;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * HTTP Basic with an admin user (RFC 7617). The slow hash runs on one thread of its own, so that a
 * flood of guesses cannot take the machine; what was right a moment ago is not hashed again. One a
 * verticle.
 */
public final class AdminLogin {

  private static final String BASIC = "Basic ";
  private static final String USER = "leadgate.admin";
  private static final int GUESSES_WAITING_MAX = 16;

  private final AdminUsers users;
  private final WorkerExecutor hashing;
  private final Telemetry telemetry;
  private final String hashOfNobody;

  /** By a hash over name, password and stored hash, so that a changed password ends it. */
  private final Cache<String, Boolean> right =
      Caffeine.newBuilder().maximumSize(100).expireAfterWrite(Duration.ofMinutes(1)).build();

  private int guessesWaiting;

  private record Login(String username, String password) {
    @Override
    public String toString() {
      return "Login[" + username + ", ***]";
    }
  }

  public AdminLogin(Vertx vertx, AdminUsers users, SecureRandom random, Telemetry telemetry) {
    this.users = users;
    this.hashing = vertx.createSharedWorkerExecutor("admin-passwords", 1);
    this.telemetry = telemetry;
    // Somebody that there is not takes as long as somebody who is.
    this.hashOfNobody = PasswordHash.ofNobody(random);
  }

  /** The handler, for admins only. The body is not read before. */
  Handler<RoutingContext> guard(Handler<RoutingContext> handler) {
    return context -> {
      Optional<Login> login = login(context.request());
      if (login.isEmpty()) {
        refuse(context);
        return;
      }
      context.request().pause();
      check(login.get())
          .onSuccess(
              good -> {
                context.request().resume();
                if (good) {
                  context.put(USER, login.get().username());
                  handler.handle(context);
                } else {
                  refuse(context);
                }
              })
          .onFailure(failure -> unavailable(context, failure));
    };
  }

  /** Who is logged in, behind {@link #guard}. */
  static String username(RoutingContext context) {
    return context.get(USER);
  }

  private void unavailable(RoutingContext context, Throwable failure) {
    context.request().resume();
    if (failure instanceof TooManyGuesses) {
      Problem.of(Refusal.OVERLOADED, "Too many logins are waiting; try again.")
          .send(context.response());
    } else {
      telemetry.emit(new Event.UnexpectedFailure("an admin's login", failure));
      Problem.of(Refusal.STORAGE_UNAVAILABLE, "The storage is away; try again.")
          .send(context.response());
    }
  }

  private static void refuse(RoutingContext context) {
    context
        .response()
        .putHeader("WWW-Authenticate", "Basic realm=\"leadgate-admin\", charset=\"UTF-8\"");
    Problem.of(Refusal.ADMIN_LOGIN_NEEDED).send(context.response());
  }

  private Future<Boolean> check(Login login) {
    return users
        .passwordHash(login.username())
        .compose(
            hash -> {
              String known = key(login, hash.orElse(hashOfNobody));
              return right.getIfPresent(known) != null
                  ? Future.succeededFuture(true)
                  : compare(login, hash, known);
            });
  }

  private Future<Boolean> compare(Login login, Optional<String> hash, String known) {
    if (guessesWaiting >= GUESSES_WAITING_MAX) {
      return Future.failedFuture(new TooManyGuesses());
    }
    guessesWaiting++;
    return hashing
        .executeBlocking(() -> PasswordHash.matches(login.password(), hash.orElse(hashOfNobody)))
        .map(same -> same && hash.isPresent())
        .onSuccess(
            good -> {
              if (good) {
                right.put(known, true);
              }
            })
        .onComplete(done -> guessesWaiting--);
  }

  private static String key(Login login, String hash) {
    String all = login.username() + '\0' + login.password() + '\0' + hash;
    return HexFormat.of().formatHex(Sha256.of(all));
  }

  private static Optional<Login> login(HttpServerRequest request) {
    String header = request.getHeader("Authorization");
    if (header == null || !header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return Optional.empty();
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
      String pair = new String(decoded, StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0
          ? Optional.empty()
          : Optional.of(new Login(pair.substring(0, colon), pair.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static final class TooManyGuesses extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
