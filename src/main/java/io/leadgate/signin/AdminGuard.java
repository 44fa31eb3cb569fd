package io.leadgate.signin;

import io.leadgate.budget.Share;
import io.leadgate.domain.Actor;
import io.leadgate.domain.AdminRight;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.SignedIn;
import io.leadgate.signin.ProxyUser.Stated;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.web.answer.Problem;
import io.leadgate.web.answer.Respond;
import io.leadgate.web.edge.Edge;
import io.leadgate.web.request.BasicLogin;
import io.leadgate.web.request.RemoteAddress;
import io.leadgate.web.request.RequestActor;
import io.leadgate.web.request.RequestTrace;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Lets an admin reach a handler of the JSON API if the admin's role has the right. The admin is
 * known by HTTP Basic (RFC 7617), or by the header of a trusted proxy ({@link ProxyUser}). Confined
 * to one event loop.
 */
public final class AdminGuard {

  private static final String SIGNED_IN = "leadgate.signed-in";
  private static final String IF_STILL = "leadgate.if-still";

  private final PasswordCheck passwords;
  private final ProxyUser proxyUser;
  private final Telemetry telemetry;

  private record Call(RoutingContext context, AdminRight right, Handler<RoutingContext> handler) {}

  public AdminGuard(PasswordCheck passwords, ProxyUser proxyUser, Telemetry telemetry) {
    this.passwords = passwords;
    this.proxyUser = proxyUser;
    this.telemetry = telemetry;
  }

  /**
   * Lets only admins with the right reach the handler. The body is not read before the admin is
   * known.
   */
  public Handler<RoutingContext> guard(AdminRight right, Handler<RoutingContext> handler) {
    return context -> {
      Optional<BasicLogin> login = BasicLogin.of(context.request());
      context.request().pause();
      // A reader of the body resumes; a body that stays unread would block its connection.
      context.addEndHandler(ended -> context.request().resume());
      Call call = new Call(context, right, handler);
      Respond.when(
          proxyUser.of(context),
          context,
          stated ->
              judge(
                  call,
                  stated,
                  () -> login.ifPresentOrElse(given -> check(call, given), () -> refuse(context)),
                  admin -> pass(call, admin, () -> proxyUser.of(context))));
    };
  }

  private void judge(Call call, Stated stated, Runnable ofNobody, Consumer<SignedIn> use) {
    switch (stated) {
      case Stated.Known known when known.admin().may(call.right()) -> use.accept(known.admin());
      case Stated.Known known ->
          refuseRole(
              call.context(),
              "The role %s may not do this; ask an admin of the role admin."
                  .formatted(known.admin().role().code()));
      case Stated.Refused refused -> refuseRole(call.context(), refused.detail());
      case Stated.Nobody nobody -> ofNobody.run();
    }
  }

  private void check(Call call, BasicLogin login) {
    RoutingContext context = call.context();
    Respond.when(
        passwords.check(login, PasswordCheck.LoginForm.BASIC, context),
        context,
        checked -> {
          switch (checked) {
            case PasswordCheck.Outcome.Right known ->
                judge(
                    call,
                    new Stated.Known(known.admin()),
                    () -> refuse(context),
                    admin -> pass(call, admin, () -> again(known.user())));
            case PasswordCheck.Outcome.Wrong wrong -> refuse(context);
            case PasswordCheck.Outcome.TooManyGuesses guesses ->
                Problem.of(Refusal.OVERLOADED, PasswordCheck.Outcome.TooManyGuesses.DETAIL)
                    .send(context.response());
            case PasswordCheck.Outcome.StorageAway away ->
                Problem.of(Refusal.STORAGE_UNAVAILABLE, "The storage is away; try again.")
                    .send(context.response());
          }
        });
  }

  private Future<Stated> again(AdminUsers.User user) {
    return passwords
        .again(user)
        .map(now -> now.<Stated>map(Stated.Known::new).orElseGet(Stated.Nobody::new));
  }

  /**
   * Calls the handler.
   *
   * @param again looks the admin up once more
   */
  private void pass(Call call, SignedIn admin, Supplier<Future<Stated>> again) {
    RoutingContext context = call.context();
    remember(context, admin);
    Consumer<Runnable> ifStill =
        use ->
            Respond.when(
                again.get(),
                context,
                stated -> judge(call, stated, () -> refuse(context), now -> use.run()));
    context.put(IF_STILL, ifStill);
    call.handler().handle(context);
  }

  /**
   * Makes a change behind {@link #guard} if the admin still has the right, because the body may
   * come long after the head. Answers with the refusal otherwise.
   */
  public static void ifStill(RoutingContext context, Runnable change) {
    Consumer<Runnable> ifStill = context.get(IF_STILL);
    ifStill.accept(change);
  }

  /** Makes the admin of a request known to its handlers. */
  public static void remember(RoutingContext context, SignedIn admin) {
    context.put(SIGNED_IN, admin);
    Edge.carriedGoodToken(context.request().connection(), Share.ADMINS);
  }

  /** The admin of a request, behind {@link #guard}. */
  public static SignedIn signedIn(RoutingContext context) {
    return context.get(SIGNED_IN);
  }

  /** The admin of a request as the actor of a change. */
  public static Actor actor(RoutingContext context) {
    return RequestActor.of(context, Actor.Type.ADMIN, signedIn(context).name());
  }

  private void refuseRole(RoutingContext context, String detail) {
    telemetry.emit(
        new Event.RoleRefused(RequestTrace.of(context.request()), RemoteAddress.of(context)));
    Problem.of(Refusal.INSUFFICIENT_ROLE, detail).send(context.response());
  }

  private static void refuse(RoutingContext context) {
    context
        .response()
        .putHeader("WWW-Authenticate", "Basic realm=\"leadgate-admin\", charset=\"UTF-8\"");
    Problem.of(Refusal.ADMIN_LOGIN_NEEDED).send(context.response());
  }
}
