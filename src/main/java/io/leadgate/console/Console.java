package io.leadgate.console;

import static io.leadgate.domain.AdminRight.ADMINISTER;
import static io.leadgate.domain.AdminRight.OPERATE;
import static io.leadgate.domain.AdminRight.READ;

import io.leadgate.config.Settings;
import io.leadgate.console.access.AccessScreens;
import io.leadgate.console.frame.ErrorPage;
import io.leadgate.console.frame.Notice;
import io.leadgate.console.frame.Section;
import io.leadgate.console.frame.Shell;
import io.leadgate.console.frame.Visit;
import io.leadgate.console.setup.SetupScreens;
import io.leadgate.signin.BrowserGate;
import io.leadgate.signin.GuardedCall;
import io.leadgate.signin.Oidc;
import io.leadgate.signin.PasswordCheck;
import io.leadgate.signin.ProxyUser;
import io.leadgate.signin.Sessions;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.web.OpenApi;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** Has all pages and forms of the console on one page. */
public final class Console {

  static final String HOME = "/console/";

  /** A path without an empty part, and a query. */
  private static final Pattern OWN =
      Pattern.compile(
          "/console/(?:[\\w.~!$&'()*+,;=:@%-]++/?+)*+(?:\\?[\\w.~!$&'()*+,;=:@%/?-]*+)?");

  private final ConsoleRouter routes;
  private final Shell shell;

  /** The ways to tell which admin sends a request. */
  public record WaysIn(
      BrowserGate browsers,
      ProxyUser proxyUser,
      PasswordCheck passwords,
      Sessions sessions,
      Optional<Oidc> oidc) {}

  /**
   * The parts of the console.
   *
   * @param isStarting whether the gateway has not reached its storage yet
   */
  public record Parts(
      Vertx vertx,
      Shell shell,
      WaysIn waysIn,
      Settings.Management management,
      BooleanSupplier isStarting,
      Telemetry telemetry,
      OpenApi publicDocument,
      AccessScreens access,
      SetupScreens setup) {}

  public Console(Parts parts) {
    shell = parts.shell();
    WaysIn in = parts.waysIn();
    Gate gate =
        new Gate(
            shell,
            in.browsers(),
            new Callers(in.browsers(), in.proxyUser(), in.sessions()),
            parts.isStarting(),
            parts.telemetry());
    SignInHandler signIn =
        new SignInHandler(shell, in.browsers(), in.passwords(), in.sessions(), in.oidc());
    routes = new ConsoleRouter(parts.vertx(), gate, shell, parts.telemetry());
    routes
        .open(HttpMethod.GET, "/login", signIn::form)
        .open(HttpMethod.POST, "/login", signIn::signIn)
        .open(HttpMethod.POST, "/logout", signIn::signOut)
        .open(HttpMethod.GET, "/assets/:file", this::asset)
        .page("/", READ, Console::home)
        .page("/zone", READ, Console::zone)
        .form("/zone", READ, Console::chooseZone)
        .page("/docs", READ, visit -> visit.show(DocsPage.MANAGEMENT))
        .page("/docs/public", READ, visit -> visit.show(DocsPage.PUBLIC))
        .page("/docs/public.json", READ, visit -> parts.publicDocument().serve(visit.context()));
    in.oidc()
        .map(
            oidc ->
                new OidcHandler(oidc, shell, in.sessions(), parts.management(), parts.telemetry()))
        .ifPresent(
            oidc ->
                routes
                    .open(HttpMethod.GET, "/login/oidc", oidc::begin)
                    .open(HttpMethod.GET, "/login/oidc/callback", oidc::finish));
    giveAccess(parts.access());
    setUp(parts.setup());
  }

  private void giveAccess(AccessScreens access) {
    String credential = "/credentials/:clientId";
    String admin = "/admins/:name";
    routes
        .page("/credentials", ADMINISTER, access.credentials()::list)
        .form("/credentials", ADMINISTER, access.credentials()::create)
        .page(credential, ADMINISTER, access.credentials()::get)
        .form(credential, ADMINISTER, access.credentials()::change)
        .form(credential + "/enable", ADMINISTER, access.credentials()::enable)
        .form(credential + "/disable", ADMINISTER, access.credentials()::disable)
        .form(credential + "/tokens/end", ADMINISTER, access.credentials()::endTokens)
        .form(credential + "/secrets", ADMINISTER, access.credentials()::addSecret)
        .form(
            credential + "/secrets/:secretId/delete",
            ADMINISTER,
            access.credentials()::deleteSecret)
        .page("/me", READ, access.me()::get)
        .form("/me/password", READ, access.me()::setPassword)
        .form("/me/sessions/end", READ, access.me()::endOthers)
        .page("/admins", ADMINISTER, access.admins()::list)
        .form("/admins", ADMINISTER, access.admins()::create)
        .page(admin, ADMINISTER, access.admins()::get)
        .form(admin + "/password", ADMINISTER, access.passwordForm()::set)
        .form(admin + "/role", ADMINISTER, access.admins()::setRole)
        .form(admin + "/disable", ADMINISTER, access.admins()::disable)
        .form(admin + "/sessions/end", ADMINISTER, access.admins()::endSessions)
        .page("/audit", ADMINISTER, access.audit()::list)
        .page("/audit.csv", ADMINISTER, access.audit()::csv);
  }

  private void setUp(SetupScreens setup) {
    String source = "/lead-sources/:leadSourceId";
    String campaign = "/campaigns/:campaignId";
    String type = "/lead-types/:leadTypeId";
    routes
        .page("/lead-sources", READ, setup.sources()::list)
        .form("/lead-sources", OPERATE, setup.sources()::create)
        .page(source, READ, setup.sources()::get)
        .form(source, OPERATE, setup.sources()::change)
        .form(source + "/status", OPERATE, setup.sources()::changeStatus)
        .form(source + "/delete", OPERATE, setup.sources()::delete)
        .page(source + "/campaigns", READ, setup.campaignLists()::list)
        .form(source + "/campaigns", OPERATE, setup.campaignLists()::create)
        .page(source + "/credentials", ADMINISTER, setup.sources()::credentials)
        .page(campaign, READ, setup.campaigns()::get)
        .form(campaign, OPERATE, setup.campaigns()::change)
        .form(campaign + "/authentication", OPERATE, setup.campaigns()::changeAuthentication)
        .form(campaign + "/delete", OPERATE, setup.campaigns()::delete)
        .page(campaign + "/duplicates", READ, setup.duplicates()::get)
        .form(campaign + "/duplicates", OPERATE, setup.duplicates()::change)
        .form(campaign + "/duplicates/delete", OPERATE, setup.duplicates()::remove)
        .page("/lead-types", READ, setup.types()::list)
        .form("/lead-types", ADMINISTER, setup.types()::create)
        .page(type, READ, setup.types()::get)
        .form(type, ADMINISTER, setup.types()::change)
        .form(type + "/delete", ADMINISTER, setup.types()::delete);
  }

  /** The calls, and the right that each needs. */
  public List<GuardedCall> calls() {
    return routes.calls();
  }

  /** Leads a browser that asks for the listener itself to the console. */
  public void redirect(RoutingContext context) {
    Shell.goTo(context, HOME);
  }

  /** The router, to be mounted at /console. */
  public Router router() {
    return routes.finished();
  }

  /** Leads to the first part that the admin may see. */
  private static void home(Visit visit) {
    visit.goTo(
        Arrays.stream(Section.values())
            .filter(part -> visit.may(part.right()))
            .findFirst()
            .orElseThrow()
            .path());
  }

  private void asset(RoutingContext context) {
    if (!shell.assets().send(context, context.pathParam("file"))) {
      shell.show(context, Optional.empty(), 404, ErrorPage.NOT_FOUND);
    }
  }

  private static void zone(Visit visit) {
    visit.show(new ZonePage(own(visit.parameter("next")), Optional.empty()));
  }

  private static void chooseZone(Visit visit) {
    visit.form(
        form -> {
          String next = own(form.given("next"));
          String zone = form.text("zone");
          if (visit.rememberZone(zone)) {
            visit.goTo(next, Notice.ZONE_SET);
          } else {
            visit.show(422, new ZonePage(next, Optional.of(zone)));
          }
        });
  }

  /**
   * The path to go to behind a form: a path of the console, because every other address may lead
   * elsewhere.
   */
  static String own(Optional<String> next) {
    return next.filter(Console::isOwn).orElse(HOME);
  }

  /** Whether every browser reads the path as one below {@link #HOME}. */
  private static boolean isOwn(String path) {
    return OWN.matcher(path).matches()
        && Arrays.stream(path.replaceFirst("\\?.*", "").split("/", -1))
            .map(part -> part.replaceAll("(?i)%2e", "."))
            .noneMatch(part -> part.equals(".") || part.equals(".."));
  }
}
