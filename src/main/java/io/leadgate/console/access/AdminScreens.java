package io.leadgate.console.access;

import io.leadgate.console.frame.Faults;
import io.leadgate.console.frame.Form;
import io.leadgate.console.frame.Notice;
import io.leadgate.console.frame.Refusals;
import io.leadgate.console.frame.Visit;
import io.leadgate.domain.AdminRole;
import io.leadgate.domain.Coded;
import io.leadgate.domain.FieldError;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.Slice;
import io.leadgate.signin.AdminUsers;
import io.leadgate.signin.Sessions;
import io.leadgate.store.AdminTable;
import io.leadgate.store.Change;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The list of admins, the popup that makes an admin, and the page of a single one. */
public final class AdminScreens {

  private static final int ROWS = 100;

  private final AdminTable admins;
  private final AdminUsers users;
  private final Sessions sessions;

  public AdminScreens(AdminTable admins, AdminUsers users, Sessions sessions) {
    this.admins = admins;
    this.users = users;
    this.sessions = sessions;
  }

  public void list(Visit visit) {
    showList(visit, 200, AdminForm.EMPTY);
  }

  private void showList(Visit visit, int status, AdminForm form) {
    Optional<String> text = visit.parameter("text");
    Optional<String> after = visit.parameter("after");
    Future<Slice<AdminTable.Admin>> found = admins.list(text, after, ROWS);
    Future<Map<String, Long>> counts =
        found.compose(
            slice ->
                sessions.counts(slice.items().stream().map(AdminTable.Admin::username).toList()));
    Future<List<Sessions.Provided>> provided =
        counts.compose(
            counted ->
                text.isPresent() || after.isPresent()
                    ? Future.succeededFuture(List.of())
                    : sessions.provided(ROWS));
    visit.when(
        provided,
        users ->
            visit.show(
                status,
                new AdminsPage(
                    text.orElse(""),
                    found.result().items(),
                    counts.result(),
                    next(visit, found.result()),
                    users,
                    form)));
  }

  private static Optional<String> next(Visit visit, Slice<AdminTable.Admin> found) {
    return found.more()
        ? Optional.of(visit.pathWith("after", found.items().getLast().username()))
        : Optional.empty();
  }

  public void create(Visit visit) {
    visit.form(
        form -> {
          AdminForm typed = AdminForm.of(form);
          if (typed.isOpen()) {
            showList(visit, 422, typed);
            return;
          }
          NewPassword password = NewPassword.of(form, users);
          AdminRole role = Coded.stored(AdminRole.class, typed.role());
          visit.when(
              users
                  .hash(password.value())
                  .compose(hash -> admins.create(typed.name(), hash, role, visit.actor())),
              result -> {
                switch (result) {
                  case Change.InForce<AdminTable.Admin> made ->
                      password.answer(
                          visit, typed.name(), AdminPaths.of(typed.name()), Notice.CREATED);
                  case Change.Refused<AdminTable.Admin> refused
                      when refused.refusal() == Refusal.IN_USE ->
                      showList(visit, 422, typed.with(Faults.of(List.of(nameIsTaken()))));
                  case Change.Refused<AdminTable.Admin> refused -> showFaults(visit, typed, result);
                  case Change.NotThere<AdminTable.Admin> not -> showFaults(visit, typed, result);
                  case Change.CatalogFull<AdminTable.Admin> full ->
                      showFaults(visit, typed, result);
                  case Change.TooManyHashes<AdminTable.Admin> many ->
                      showFaults(visit, typed, result);
                }
              });
        });
  }

  private static FieldError nameIsTaken() {
    return Faults.at("name", "taken", "is that of another admin");
  }

  private void showFaults(Visit visit, AdminForm typed, Change<AdminTable.Admin> result) {
    showList(visit, 422, typed.with(Refusals.of(result)));
  }

  public void get(Visit visit) {
    visit.withName(
        "name",
        name -> {
          if (AdminPaths.isProvided(name)) {
            visit.when(sessions.list(name), live -> visit.show(new ProvidedUserPage(name, live)));
          } else {
            show(visit, name, 200, Faults.NONE);
          }
        });
  }

  void show(Visit visit, String name, int status, Faults faults) {
    visit.whenFound(
        admins.find(name),
        admin ->
            visit.when(
                sessions.list(name),
                live ->
                    visit.show(
                        status,
                        new AdminPage(admin, live, name.equals(visit.admin().name()), faults))));
  }

  public void setRole(Visit visit) {
    visit.withName(
        "name",
        name ->
            visit.form(
                form ->
                    AdminForm.faultOfRole(form.text("role"))
                        .ifPresentOrElse(
                            fault -> show(visit, name, 422, Faults.of(List.of(fault))),
                            () -> setRole(visit, name, form))));
  }

  private void setRole(Visit visit, String name, Form form) {
    AdminRole role = Coded.stored(AdminRole.class, form.text("role"));
    answer(
        visit,
        name,
        admins.setRole(name, role, AdminTable.Last.STAYS, visit.actor()),
        Notice.ROLE_SET);
  }

  public void disable(Visit visit) {
    visit.withName(
        "name",
        name ->
            answer(
                visit,
                name,
                admins.disable(name, AdminTable.Last.STAYS, visit.actor()),
                Notice.ADMIN_DISABLED));
  }

  public void endSessions(Visit visit) {
    visit.withName(
        "name",
        name -> {
          if (AdminPaths.isProvided(name)) {
            endSessions(visit, name);
          } else {
            visit.whenFound(admins.find(name), admin -> endSessions(visit, name));
          }
        });
  }

  private void endSessions(Visit visit, String name) {
    visit.when(
        sessions.endAll(name, visit.actor()),
        ended -> visit.goTo(AdminPaths.of(name), Notice.SESSIONS_ENDED));
  }

  private void answer(
      Visit visit, String name, Future<Change<AdminTable.Admin>> change, Notice done) {
    visit.when(
        change,
        result -> {
          switch (result) {
            case Change.InForce<AdminTable.Admin> made -> visit.goTo(AdminPaths.of(name), done);
            case Change.NotThere<AdminTable.Admin> not -> visit.notFound();
            case Change.CatalogFull<AdminTable.Admin> full ->
                show(visit, name, 422, Refusals.of(result));
            case Change.TooManyHashes<AdminTable.Admin> many ->
                show(visit, name, 422, Refusals.of(result));
            case Change.Refused<AdminTable.Admin> refused ->
                show(visit, name, 422, Refusals.of(result));
          }
        });
  }
}
