package io.leadgate.console.frame;

import io.leadgate.domain.Actor;
import io.leadgate.domain.AdminRight;
import io.leadgate.domain.SignedIn;
import io.leadgate.domain.Uuids;
import io.leadgate.web.answer.Respond;
import io.leadgate.web.request.PathId;
import io.leadgate.web.request.RequestActor;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * A request of an admin that is signed in, and the ways to answer it. Confined to one event loop.
 */
public final class Visit {

  /** Stands for NUL, because PostgreSQL has no text with it. */
  private static final char REPLACEMENT = '\uFFFD';

  /** The name of the parameter by which a list shows its form of a new object. */
  private static final String NEW = "new";

  private final RoutingContext context;
  private final Shell shell;
  private final Standing standing;
  private final Consumer<Runnable> ifStill;

  /**
   * An admin that is signed in.
   *
   * @param session the token of the admin's session; empty for a proxy's user
   */
  public record Standing(SignedIn admin, Optional<String> session) {}

  /**
   * @param ifStill goes on if the admin still is signed in and has the right; answers otherwise
   */
  public Visit(RoutingContext context, Shell shell, Standing standing, Consumer<Runnable> ifStill) {
    this.context = context;
    this.shell = shell;
    this.standing = standing;
    this.ifStill = ifStill;
  }

  public SignedIn admin() {
    return standing.admin();
  }

  /** The token of the session; empty for a proxy's user. */
  public Optional<String> session() {
    return standing.session();
  }

  public boolean may(AdminRight right) {
    return admin().may(right);
  }

  /** The admin as the actor of a change. */
  public Actor actor() {
    return RequestActor.of(context, Actor.Type.ADMIN, admin().name());
  }

  /** The first value of a parameter of the query; empty if it is missing or blank. */
  public Optional<String> parameter(String name) {
    return values(name).stream().findFirst();
  }

  /**
   * The values of a parameter of the query that are not blank, without blanks at their ends, and
   * with U+FFFD for NUL.
   */
  public List<String> values(String name) {
    return Shell.parameters(context, name).stream()
        .map(value -> value.strip().replace('\0', REPLACEMENT))
        .filter(value -> !value.isEmpty())
        .toList();
  }

  /** The query of the request as it came; empty text without a query. */
  public String query() {
    String query = context.request().query();
    return query == null ? "" : query;
  }

  /** The path and query of the request with one parameter set to another value. */
  public String pathWith(String name, String value) {
    return Address.but(context.normalizedPath(), query(), List.of(name, Shell.DONE, NEW))
        .with(name, value)
        .toString();
  }

  /** Whether the page shows its form of a new object from the start. */
  public boolean opensForm() {
    return parameter(NEW).isPresent();
  }

  /** Whether a script of a page has sent the request, which puts the answer into its page. */
  public boolean isOfScript() {
    return Shell.isOfScript(context);
  }

  /** Passes on the number in the path, or answers that there is nothing of this number. */
  public void withNumber(String parameter, IntConsumer use) {
    PathId.parse(context.pathParam(parameter)).ifPresentOrElse(use::accept, this::notFound);
  }

  /** Passes on the name in the path, or answers that there is nothing of this name. */
  public void withName(String parameter, Consumer<String> use) {
    String name = context.pathParam(parameter);
    if (name.codePoints().anyMatch(Character::isISOControl)) {
      notFound();
    } else {
      use.accept(name);
    }
  }

  /** Passes on the UUID in the path, or answers that there is nothing of this id. */
  public void withUuid(String parameter, Consumer<UUID> use) {
    Uuids.parse(context.pathParam(parameter)).ifPresentOrElse(use, this::notFound);
  }

  public void show(Page page) {
    show(200, page);
  }

  public void show(int status, Page page) {
    shell.show(context, Optional.of(admin()), status, page);
  }

  public void notFound() {
    show(404, ErrorPage.NOT_FOUND);
  }

  /** Sends the browser to another page. */
  public void goTo(String path) {
    Shell.goTo(context, path);
  }

  /** Sends the browser to another page, which says what was done. */
  public void goTo(String path, Notice done) {
    goTo(path + (path.contains("?") ? "&" : "?") + Shell.DONE + "=" + done.code());
  }

  /** Answers when a step is done; a failure of the step is answered with a page that says so. */
  public <T> void when(Future<T> step, Consumer<T> answer) {
    Respond.when(step, context, answer);
  }

  /** Answers with what was found, or that there is nothing. */
  public <T> void whenFound(Future<Optional<T>> step, Consumer<T> answer) {
    when(step, found -> found.ifPresentOrElse(answer, this::notFound));
  }

  /**
   * Reads the form that was sent, of at most 256 KiB, and looks at the admin again then, because
   * the form may come long after its head.
   */
  public void form(Consumer<Form> use) {
    shell.form(context, Shell.FORM_BYTES_MAX, form -> ifStill.accept(() -> use.accept(form)));
  }

  /** Lets the browser remember a time zone; false if there is no zone of this name. */
  public boolean rememberZone(String name) {
    return Shell.rememberZone(context, name);
  }

  /** The zone in which the page shows times. */
  public ZoneId zone() {
    return Shell.zone(context);
  }

  /** The request itself, for the few answers that are no pages. */
  public RoutingContext context() {
    return context;
  }
}
