package io.leadgate.console.access;

import io.leadgate.console.frame.Form;
import io.leadgate.console.frame.Notice;
import io.leadgate.console.frame.Visit;
import io.leadgate.signin.AdminUsers;

/**
 * The password that a form sets.
 *
 * @param isMade whether the gateway has made it, because the form left it empty
 */
record NewPassword(String value, boolean isMade) {

  static NewPassword of(Form form, AdminUsers users) {
    String typed = form.raw("password");
    return typed.isEmpty()
        ? new NewPassword(users.newPassword(), true)
        : new NewPassword(typed, false);
  }

  /** Shows a password that the gateway has made; otherwise goes to the next page. */
  void answer(Visit visit, String name, String next, Notice done) {
    if (isMade) {
      visit.show(new PasswordPage(name, value, next));
    } else {
      visit.goTo(next, done);
    }
  }

  @Override
  public String toString() {
    return "NewPassword[***]";
  }
}
