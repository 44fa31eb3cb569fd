package io.leadgate.console.access;

import io.leadgate.console.frame.Faults;
import io.leadgate.console.frame.Form;
import io.leadgate.console.frame.Notice;
import io.leadgate.console.frame.Refusals;
import io.leadgate.console.frame.Visit;
import io.leadgate.domain.FieldError;
import io.leadgate.signin.AdminUsers;
import io.leadgate.signin.PasswordCheck;
import io.leadgate.store.AdminTable;
import io.leadgate.store.Change;
import io.leadgate.web.request.BasicLogin;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The form that sets the password of an admin, which enables a disabled admin. An admin that sets
 * its own password says the current one, because an open browser must not be enough.
 */
public final class PasswordForm {

  private static final String SIGN_IN = "/console/login";

  private final AdminTable admins;
  private final AdminUsers users;
  private final PasswordCheck passwords;
  private final AdminScreens screens;

  public PasswordForm(
      AdminTable admins, AdminUsers users, PasswordCheck passwords, AdminScreens screens) {
    this.admins = admins;
    this.users = users;
    this.passwords = passwords;
    this.screens = screens;
  }

  public void set(Visit visit) {
    visit.withName(
        "name",
        name ->
            visit.form(
                form -> set(visit, name, form, faults -> screens.show(visit, name, 422, faults))));
  }

  /**
   * Sets the password that a form has.
   *
   * @param again shows the form again, with its faults
   */
  void set(Visit visit, String name, Form form, Consumer<Faults> again) {
    Optional<FieldError> fault = AdminForm.faultOfPassword(form);
    if (fault.isPresent()) {
      again.accept(Faults.of(List.of(fault.get())));
      return;
    }
    visit.whenFound(
        admins.find(name),
        admin -> {
          if (name.equals(visit.admin().name())) {
            visit.when(
                faultOfCurrent(visit, name, form),
                wrong ->
                    wrong.ifPresentOrElse(
                        found -> again.accept(Faults.of(List.of(found))),
                        () -> write(visit, name, form, SIGN_IN, again)));
          } else {
            write(visit, name, form, AdminPaths.of(name), again);
          }
        });
  }

  private Future<Optional<FieldError>> faultOfCurrent(Visit visit, String name, Form form) {
    return passwords
        .check(
            new BasicLogin(name, form.raw("current")),
            PasswordCheck.LoginForm.CURRENT_PASSWORD,
            visit.context())
        .map(
            outcome ->
                switch (outcome) {
                  case PasswordCheck.Outcome.Right right -> Optional.empty();
                  case PasswordCheck.Outcome.Wrong wrong ->
                      Optional.of(Faults.at("current", "wrong", "is wrong"));
                  case PasswordCheck.Outcome.TooManyGuesses guesses ->
                      Optional.of(
                          Faults.at(
                              "current",
                              "wrong",
                              "was not compared, because too many were wrong; try later"));
                  case PasswordCheck.Outcome.StorageAway away ->
                      Optional.of(
                          Faults.at(
                              "current", "wrong", "was not compared, because the storage is away"));
                });
  }

  private void write(Visit visit, String name, Form form, String next, Consumer<Faults> again) {
    NewPassword password = NewPassword.of(form, users);
    visit.when(
        users
            .hash(password.value())
            .compose(hash -> admins.changePassword(name, hash, visit.actor())),
        result -> {
          switch (result) {
            case Change.InForce<AdminTable.Admin> set ->
                password.answer(visit, name, next, Notice.PASSWORD_SET);
            case Change.NotThere<AdminTable.Admin> gone -> visit.notFound();
            case Change.CatalogFull<AdminTable.Admin> full -> again.accept(Refusals.of(result));
            case Change.TooManyHashes<AdminTable.Admin> many -> again.accept(Refusals.of(result));
            case Change.Refused<AdminTable.Admin> refused -> again.accept(Refusals.of(result));
          }
        });
  }
}
