package io.leadgate.console;

import io.leadgate.console.frame.ErrorPage;
import io.leadgate.console.frame.Form;
import io.leadgate.console.frame.Notice;
import io.leadgate.console.frame.Shell;
import io.leadgate.domain.Actor;
import io.leadgate.signin.AdminUsers;
import io.leadgate.signin.BrowserGate;
import io.leadgate.signin.Oidc;
import io.leadgate.signin.PasswordCheck;
import io.leadgate.signin.Sessions;
import io.leadgate.web.answer.Respond;
import io.leadgate.web.request.BasicLogin;
import io.leadgate.web.request.RequestActor;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Signs admins in and out. Confined to one event loop. */
final class SignInHandler {

  /** The length of a path to go on to, beside which a name and a password have room in a form. */
  static final int NEXT_LENGTH_MAX = 600;

  private static final int FORM_BYTES_MAX = 4_096;

  private final Shell shell;
  private final BrowserGate browsers;
  private final PasswordCheck passwords;
  private final Sessions sessions;
  private final Optional<Oidc> provider;

  SignInHandler(
      Shell shell,
      BrowserGate browsers,
      PasswordCheck passwords,
      Sessions sessions,
      Optional<Oidc> provider) {
    this.shell = shell;
    this.browsers = browsers;
    this.passwords = passwords;
    this.sessions = sessions;
    this.provider = provider;
  }

  /**
   * Shows the form. Leads an admin on that is signed in already, and others to the identity
   * provider where that is set to happen by itself.
   */
  void form(RoutingContext context) {
    String next =
        Console.own(parameter(context, "next").filter(path -> path.length() <= NEXT_LENGTH_MAX));
    Respond.when(
        isSignedIn(context),
        context,
        isSignedIn -> {
          if (isSignedIn) {
            Shell.goTo(context, next);
          } else {
            form(context, next);
          }
        });
  }

  /** False while the storage is away, so that the form is shown then too. */
  private Future<Boolean> isSignedIn(RoutingContext context) {
    return SessionCookie.token(context, browsers.isTlsHost(context.request()))
        .map(token -> sessions.find(token).map(Optional::isPresent).otherwise(false))
        .orElseGet(() -> Future.succeededFuture(false));
  }

  private void form(RoutingContext context, String next) {
    SignInPage page = page(next, "", Optional.empty());
    boolean isAutomatic =
        provider.filter(Oidc::isAutomatic).isPresent()
            && parameter(context, "local").isEmpty()
            && parameter(context, "done").isEmpty();
    if (isAutomatic) {
      Shell.goTo(context, page.providerPath());
    } else {
      show(context, 200, page);
    }
  }

  private SignInPage page(String next, String name, Optional<String> fault) {
    return new SignInPage(next, name, fault, provider.map(Oidc::label));
  }

  private static Optional<String> parameter(RoutingContext context, String name) {
    return Shell.parameters(context, name).stream().findFirst();
  }

  void signIn(RoutingContext context) {
    shell.form(context, FORM_BYTES_MAX, form -> signIn(context, form));
  }

  private void signIn(RoutingContext context, Form form) {
    BasicLogin login = new BasicLogin(form.text("name"), form.raw("password"));
    String next = Console.own(form.given("next"));
    if (browsers.isTlsHost(context.request()) && !SessionCookie.isOverTls(context.request())) {
      // The browser would not get the session's cookie back here.
      again(context, 403, next, login, "This host has TLS: open the console by https.");
      return;
    }
    Respond.when(
        passwords.check(login, PasswordCheck.LoginForm.FORM, context),
        context,
        outcome -> {
          switch (outcome) {
            case PasswordCheck.Outcome.Right right -> begin(context, right.user(), next);
            case PasswordCheck.Outcome.Wrong wrong ->
                again(context, 403, next, login, "The name or the password is wrong.");
            case PasswordCheck.Outcome.TooManyGuesses guesses ->
                again(context, 503, next, login, PasswordCheck.Outcome.TooManyGuesses.DETAIL);
            case PasswordCheck.Outcome.StorageAway away ->
                again(context, 503, next, login, "The storage is away; try again.");
          }
        });
  }

  private void begin(RoutingContext context, AdminUsers.User user, String next) {
    Respond.when(
        sessions.begin(user, request(context)),
        context,
        begun ->
            begun.ifPresentOrElse(
                token -> {
                  SessionCookie.set(context, token);
                  Shell.goTo(context, next);
                },
                () ->
                    again(
                        context,
                        403,
                        next,
                        new BasicLogin(user.name(), ""),
                        "The password or the role was changed meanwhile.")));
  }

  private void again(
      RoutingContext context, int status, String next, BasicLogin login, String fault) {
    show(context, status, page(next, login.username(), Optional.of(fault)));
  }

  private void show(RoutingContext context, int status, SignInPage page) {
    shell.show(context, Optional.empty(), status, page);
  }

  /** Ends the sessions of all cookies that came, so that no older cookie signs in again. */
  void signOut(RoutingContext context) {
    Future.all(
            SessionCookie.tokens(context).stream()
                .map(token -> sessions.end(token, request(context)))
                .toList())
        .onComplete(
            (ended, failure) -> {
              if (failure == null) {
                SessionCookie.clear(context);
                Shell.goTo(context, "/console/login?local=1&done=" + Notice.SIGNED_OUT.code());
              } else {
                showStillSignedIn(context);
              }
            });
  }

  private void showStillSignedIn(RoutingContext context) {
    shell.show(
        context,
        Optional.empty(),
        503,
        ErrorPage.of(
            "You are still signed in",
            "The storage is away, so your session may live. Go back, and sign out again in a"
                + " moment."));
  }

  private static Actor.Request request(RoutingContext context) {
    return RequestActor.request(context);
  }
}
