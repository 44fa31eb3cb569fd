package io.leadgate.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.leadgate.domain.Actor;
import io.leadgate.domain.Coded;
import io.leadgate.domain.Sha256;
import io.leadgate.domain.SignedIn;
import io.leadgate.halt.OutOfMemory;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.telemetry.Trace;
import io.leadgate.web.request.BasicLogin;
import io.leadgate.web.request.RequestActor;
import io.leadgate.web.request.RequestTrace;
import io.vertx.core.Future;
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
 * Checks the name and the password of an admin. The slow hash runs on one thread of its own, so
 * that a flood of guesses cannot take the machine, and logins take turns for it ({@link
 * GuessTurns}). A login that was right within the last minute is not hashed again. Confined to one
 * event loop.
 */
public final class PasswordCheck {

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

  private final GuessTurns turns = new GuessTurns();
  private final WrongGuesses guesses = new WrongGuesses(Ticker.systemTicker());
  private final RefusedSignIns refused;
  private final Telemetry telemetry;

  /** The form in which a name and a password come. */
  public enum LoginForm implements Coded {
    /** The sign-in of the console. */
    FORM,
    /** HTTP Basic. */
    BASIC,
    /** The current password, which an admin that is signed in says for a new one. */
    CURRENT_PASSWORD;
  }

  private record Try(BasicLogin login, LoginForm form, Actor.Request request) {
    String address() {
      return request.remote();
    }
  }

  /** The result of a check. */
  public sealed interface Outcome {
    record Right(AdminUsers.User user) implements Outcome {
      public SignedIn admin() {
        return user.signedIn();
      }
    }

    record Wrong() implements Outcome {}

    /** The password was not compared. */
    record TooManyGuesses() implements Outcome {
      /** A sentence for a person. */
      public static final String DETAIL =
          "Too many wrong passwords came from this address or for this name, or too many logins"
              + " wait; try again in half a minute.";
    }

    record StorageAway() implements Outcome {}
  }

  public PasswordCheck(
      Vertx vertx,
      AdminUsers users,
      RefusedSignIns refused,
      SecureRandom random,
      Telemetry telemetry) {
    this.vertx = vertx;
    this.users = users;
    this.refused = refused;
    this.telemetry = telemetry;
    this.hashing = vertx.createSharedWorkerExecutor("admin-passwords", 1);
    // The answer for an unknown name takes as long as for a known name.
    this.hashOfNobody = PasswordHash.ofNobody(random);
  }

  /**
   * Compares the password, in its turn. Counts and tells of a password that is wrong or is not
   * compared.
   */
  public Future<Outcome> check(BasicLogin login, LoginForm form, RoutingContext context) {
    Try guess = new Try(login, form, RequestActor.request(context));
    return check(guess).onSuccess(outcome -> tell(guess, outcome, context));
  }

  private void tell(Try guess, Outcome outcome, RoutingContext context) {
    Trace trace = RequestTrace.of(context.request());
    switch (outcome) {
      case Outcome.Wrong wrong -> {
        telemetry.emit(new Event.LoginRefused(trace, guess.address()));
        refused.note(guess.login().username(), guess.form(), guess.request());
      }
      case Outcome.TooManyGuesses many ->
          telemetry.emit(new Event.GuessBlocked(trace, guess.address()));
      case Outcome.Right right -> {}
      case Outcome.StorageAway away -> {}
    }
  }

  /**
   * Whether the login of a request that began before is still good: the user is enabled, and has
   * the password that was compared. Fails if the storage is away.
   */
  public Future<Optional<SignedIn>> again(AdminUsers.User user) {
    return users
        .find(user.name())
        .map(
            found ->
                found
                    .filter(now -> now.passwordHash().equals(user.passwordHash()))
                    .map(AdminUsers.User::signedIn));
  }

  private Future<Outcome> check(Try guess) {
    BasicLogin login = guess.login();
    if (guesses.mustWait(guess.address(), login.username()) && !isPreferred(login)) {
      return tooManyGuesses();
    }
    return users
        .find(login.username())
        .compose(
            user -> {
              String known = key(login, hash(user));
              return user.isPresent() && right.getIfPresent(known) != null
                  ? Future.succeededFuture(new Outcome.Right(user.get()))
                  : compareInTurn(login, guess.address(), user, known);
            })
        .onFailure(OutOfMemory::endProcessIfIn)
        .otherwise(new Outcome.StorageAway());
  }

  private String hash(Optional<AdminUsers.User> user) {
    return user.map(AdminUsers.User::passwordHash).orElse(hashOfNobody);
  }

  private Future<Outcome> compareInTurn(
      BasicLogin login, String address, Optional<AdminUsers.User> user, String known) {
    Supplier<Future<Boolean>> comparison =
        () -> hashing.executeBlocking(() -> PasswordHash.matches(login.password(), hash(user)));
    return (isPreferred(login)
            ? turns.first(comparison)
            : turns.inTurn(address, login.username(), comparison))
        .map(
            compared ->
                compared.map(same -> outcome(user.filter(found -> same), login, address, known)))
        .orElseGet(this::tooManyGuesses);
  }

  private Future<Outcome> tooManyGuesses() {
    return vertx
        .timer(REFUSAL_MILLIS, TimeUnit.MILLISECONDS)
        .map(over -> new Outcome.TooManyGuesses());
  }

  private boolean isPreferred(BasicLogin login) {
    return preferred.getIfPresent(key(login, "")) != null;
  }

  private Outcome outcome(
      Optional<AdminUsers.User> proved, BasicLogin login, String address, String known) {
    if (proved.isEmpty()) {
      guesses.wrong(address, login.username());
      // A password that was right before has lost its place in front of the others.
      preferred.invalidate(key(login, ""));
      return new Outcome.Wrong();
    }
    guesses.right(address, login.username());
    right.put(known, true);
    preferred.put(key(login, ""), true);
    return new Outcome.Right(proved.get());
  }

  private static String key(BasicLogin login, String hash) {
    String all = login.username() + '\0' + login.password() + '\0' + hash;
    return HexFormat.of().formatHex(Sha256.of(all));
  }
}
