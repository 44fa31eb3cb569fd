package io.leadgate.console.frame;

import io.leadgate.budget.Draw;
import io.leadgate.budget.Share;
import io.leadgate.domain.Coded;
import io.leadgate.domain.SignedIn;
import io.leadgate.web.answer.Respond;
import io.leadgate.web.body.Body;
import io.leadgate.web.body.BodyReader;
import io.leadgate.web.edge.Edge;
import io.leadgate.web.request.UrlEncoded;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes and sends the pages of the console. A page is made on the event loop, because the largest
 * takes less than a millisecond. Confined to one event loop.
 */
public final class Shell {

  /** The name of the parameter by which a page says what was done. */
  static final String DONE = "done";

  static final String ZONE_COOKIE = "leadgate_zone";
  static final int FORM_BYTES_MAX = 262_144;

  /** No page has so many inputs. */
  private static final int FORM_PAIRS_MAX = 2_000;

  private static final long ZONE_SECONDS = Duration.ofDays(400).toSeconds();

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private final Renderer renderer = new Renderer();
  private final Assets assets = new Assets();
  private final Frame.Installation installation;
  private final InstantSource clock;
  private final BodyReader bodies;

  public Shell(Frame.Installation installation, InstantSource clock, BodyReader bodies) {
    this.installation = installation;
    this.clock = clock;
    this.bodies = bodies;
  }

  public Assets assets() {
    return assets;
  }

  /** Reads the form of a request, of at most 2,000 members. */
  public void form(RoutingContext context, int bytesMax, Consumer<Form> use) {
    Draw draw = Edge.openRequest(context.request().connection(), Share.ADMINS);
    context.addEndHandler(ended -> draw.close());
    Respond.when(
        bodies.read(context.request(), bytesMax, draw),
        context,
        read -> {
          switch (read) {
            case Body.Unread unread ->
                refuse(
                    context, unread.refusal().status(), unread.refusal().title(), unread.detail());
            case Body.Whole whole when !mayBeForm(whole.bytes()) ->
                refuse(
                    context,
                    413,
                    "The form is too large",
                    "A form here has at most %d members.".formatted(FORM_PAIRS_MAX));
            case Body.Whole whole ->
                UrlEncoded.pairs(whole.bytes().getBytes())
                    .ifPresentOrElse(
                        pairs -> use.accept(new Form(pairs)),
                        () ->
                            refuse(
                                context,
                                400,
                                "The form cannot be read",
                                "A form here is sent in UTF-8."));
          }
        });
  }

  /** Whether the form has few members; counts them before they take memory. */
  private static boolean mayBeForm(Buffer form) {
    int separators = 0;
    for (int at = 0; at < form.length(); at++) {
      separators += form.getByte(at) == '&' ? 1 : 0;
    }
    return separators < FORM_PAIRS_MAX;
  }

  private void refuse(RoutingContext context, int status, String title, String detail) {
    show(context, Optional.empty(), status, ErrorPage.of(title, detail));
  }

  /** Makes a page, and sends it. */
  public void show(RoutingContext context, Optional<SignedIn> admin, int status, Page page) {
    PageAnswer.send(context, status, POLICY, renderer.render(frame(context, admin, page), page));
  }

  private Frame frame(RoutingContext context, Optional<SignedIn> admin, Page page) {
    return new Frame(
        page.title(),
        page.section(),
        admin,
        notice(context),
        new Times(zone(context), clock.instant()),
        here(context, page),
        installation,
        assets);
  }

  /** The address to come back to, which says no more what was done. */
  private static String here(RoutingContext context, Page page) {
    HttpServerRequest request = context.request();
    if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
      return page.path();
    }
    String query = request.query();
    return query == null || !query.contains(DONE)
        ? request.uri()
        : Address.but(request.path(), query, List.of(DONE)).toString();
  }

  private static Optional<Notice> notice(RoutingContext context) {
    return parameters(context, DONE).stream()
        .reduce((first, last) -> last)
        .flatMap(code -> Coded.find(Notice.class, code));
  }

  /** The values of a parameter of the query, as they came. */
  public static List<String> parameters(RoutingContext context, String name) {
    String query = context.request().query();
    return query == null ? List.of() : UrlEncoded.valuesInQuery(query, name);
  }

  /** The zone that the browser remembers; UTC if it remembers no zone. */
  static ZoneId zone(RoutingContext context) {
    Cookie cookie = context.request().getCookie(ZONE_COOKIE);
    return cookie == null ? ZoneOffset.UTC : zone(cookie.getValue()).orElse(ZoneOffset.UTC);
  }

  /** Lets the browser remember a zone; false if there is no zone of this name. */
  static boolean rememberZone(RoutingContext context, String name) {
    Optional<ZoneId> zone = zone(name);
    zone.ifPresent(
        known ->
            context
                .response()
                .addCookie(
                    Cookie.cookie(ZONE_COOKIE, name)
                        .setPath("/console")
                        .setHttpOnly(true)
                        .setSameSite(CookieSameSite.LAX)
                        .setMaxAge(ZONE_SECONDS)));
    return zone.isPresent();
  }

  /** The zone of a name such as Europe/Berlin; empty if there is no such zone. */
  public static Optional<ZoneId> zone(String name) {
    try {
      return name.equals("UTC")
          ? Optional.of(ZoneOffset.UTC)
          : Optional.of(ZoneId.of(name))
              .filter(zone -> ZoneId.getAvailableZoneIds().contains(name));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Whether a script of a page has sent the request, which puts the answer into its page. */
  public static boolean isOfScript(RoutingContext context) {
    return context.request().headers().contains("HX-Request");
  }

  /** Sends the browser to another page, by GET. */
  public static void goTo(RoutingContext context, String path) {
    if (isOfScript(context)) {
      context.response().putHeader("HX-Redirect", path);
      PageAnswer.sendNothing(context.response());
    } else {
      context.response().putHeader(HttpHeaders.LOCATION, path);
      PageAnswer.seeOther(context.response());
    }
  }
}
