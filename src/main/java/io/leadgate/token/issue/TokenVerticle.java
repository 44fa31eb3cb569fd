package io.leadgate.token.issue;

import io.leadgate.bus.BusAddress;
import io.leadgate.domain.Credential;
import io.leadgate.domain.OAuthError;
import io.leadgate.domain.Scope;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.telemetry.Trace;
import io.leadgate.token.issue.ClientCheck.Client;
import io.leadgate.token.issue.TokenIssuer.Grant;
import io.leadgate.token.issue.TokenIssuer.Signed;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Issues, introspects and revokes the tokens of credentials. The issue of a token in general reads
 * no database, because the credential is in memory. A plain hash protects the credential's secret,
 * because the secret is random.
 */
public final class TokenVerticle extends VerticleBase {

  /** The longest wait for an answer, which is longer than a revocation waits for Postgres. */
  private static final Duration ANSWER_MAX = Duration.ofSeconds(12);

  private static final long LAST_USE_MILLIS = 10_000;
  private static final long DRAIN_MILLIS_MAX = 500;
  private static final String REFUSED = "The client id or the client secret is not valid.";

  private final BusAddress<TokenCall, TokenResult> calls;
  private final Supplier<Future<Void>> catchUp;
  private final ClientCheck clients;
  private final TokenReuse tokens;
  private final OwnTokens own;
  private final LastUse lastUse;
  private final Telemetry telemetry;
  private volatile boolean serving;

  /**
   * @param catchUp makes the catalogue fresh enough to judge by
   */
  public TokenVerticle(
      BusAddress<TokenCall, TokenResult> calls,
      Supplier<Future<Void>> catchUp,
      ClientCheck clients,
      TokenReuse tokens,
      OwnTokens own,
      LastUse lastUse,
      Telemetry telemetry) {
    this.calls = calls;
    this.catchUp = catchUp;
    this.clients = clients;
    this.tokens = tokens;
    this.own = own;
    this.lastUse = lastUse;
    this.telemetry = telemetry;
  }

  /** The bus address of the clients' calls. */
  public static BusAddress<TokenCall, TokenResult> address(Vertx vertx) {
    return new BusAddress<>(vertx, "leadgate.tokens", ANSWER_MAX);
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(LAST_USE_MILLIS, timer -> writeLastUse());
    return calls.serve(this::serve).onSuccess(registered -> serving = true);
  }

  /**
   * Answers a call. Never fails, because a fault of the gateway is logged and becomes a refusal
   * that does not name the fault.
   */
  private Future<TokenResult> serve(TokenCall call) {
    return catchUp
        .get()
        .compose(fresh -> answer(call))
        .recover(
            failure -> {
              telemetry.emit(Event.ofFailure("the token verticle", trace(call), failure));
              return Future.succeededFuture(TokenResult.Refused.unavailable());
            });
  }

  private static Optional<Trace> trace(TokenCall call) {
    return call instanceof TokenCall.Revoke revoke ? Trace.of(revoke.actor()) : Optional.empty();
  }

  private Future<TokenResult> answer(TokenCall call) {
    Optional<Client> client = clients.find(call.client());
    if (client.isEmpty()) {
      return refuse(OAuthError.INVALID_CLIENT, REFUSED);
    }
    lastUse.note(client.get());
    Credential credential = client.get().credential();
    return switch (call) {
      case TokenCall.Issue issue -> issue(client.get(), issue);
      case TokenCall.Introspect introspect ->
          own.introspect(credential, introspect.token(), catchUp);
      case TokenCall.Revoke revoke ->
          own.revoke(
              credential, revoke.token(), revoke.actor().named(credential.clientId().toString()));
    };
  }

  private Future<TokenResult> issue(Client client, TokenCall.Issue call) {
    Credential credential = client.credential();
    Optional<String> unknown = call.scope().flatMap(Scope::firstUnknown);
    if (unknown.isPresent()) {
      return refuse(OAuthError.INVALID_SCOPE, unknownScope(unknown.get()));
    }
    Optional<Set<Scope>> scopes = scopes(call, credential);
    if (scopes.isEmpty()) {
      return refuse(OAuthError.INVALID_SCOPE, "The credential does not have each of the scopes.");
    }
    Grant grant =
        new Grant(credential.clientId(), client.secretId(), credential.epoch(), scopes.get());
    return tokens
        .token(grant)
        .compose(signed -> catchUp.get().map(signed)) // Redis may have taken long to answer.
        .compose(
            signed ->
                isUnchanged(client, call.client())
                    ? Future.succeededFuture(issued(signed, scopes.get()))
                    : refuse(OAuthError.INVALID_CLIENT, REFUSED));
  }

  /** Tells which scopes there are, which is public (RFC 8414), and how they are parted. */
  private static String unknownScope(String word) {
    return "%s; the scopes are %s, with spaces between them."
        .formatted(
            word.isEmpty() ? "The scope is blank" : "There is no scope " + word,
            Scope.formatList(EnumSet.allOf(Scope.class)));
  }

  private boolean isUnchanged(Client before, ClientLogin login) {
    return clients
        .find(login)
        .filter(now -> now.secretId().equals(before.secretId()))
        .filter(now -> now.credential().epoch() == before.credential().epoch())
        .isPresent();
  }

  private TokenResult issued(Signed signed, Set<Scope> scopes) {
    telemetry.emit(new Event.TokenIssued());
    return new TokenResult.Issued(signed.jwt(), scopes);
  }

  /**
   * The requested scopes, if the credential has all of them; all scopes of the credential, if the
   * call requests no scope.
   */
  private static Optional<Set<Scope>> scopes(TokenCall.Issue call, Credential credential) {
    return call.scope()
        .map(Scope::parseList)
        .orElse(Optional.of(credential.scopes()))
        .filter(credential.scopes()::containsAll);
  }

  private static Future<TokenResult> refuse(OAuthError error, String description) {
    return Future.succeededFuture(new TokenResult.Refused(error, description));
  }

  /** Notes that a static key was used, which happens on the event loops of the receivers. */
  public void keyUsed(Credential credential, UUID secretId) {
    if (serving) {
      context.runOnContext(now -> lastUse.note(new Client(credential, secretId)));
    }
  }

  private Future<Void> writeLastUse() {
    return lastUse
        .write()
        .onFailure(away -> telemetry.emit(Event.ofFailure("last use", Optional.empty(), away)));
  }

  /**
   * Writes the collected times of last use. Completes after at most 500 ms, so that the stop does
   * not wait for Postgres. May be called before the start. Never fails. Thread-safe.
   */
  public Future<Void> drain() {
    if (!serving) {
      return Future.succeededFuture();
    }
    Promise<Void> written = Promise.promise();
    context.runOnContext(
        now -> {
          vertx.setTimer(DRAIN_MILLIS_MAX, late -> written.tryComplete());
          writeLastUse().onComplete(done -> written.tryComplete());
        });
    return written.future();
  }
}
