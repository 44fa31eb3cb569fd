package io.leadgate.console.access;

import io.leadgate.console.frame.Faults;
import io.leadgate.console.frame.Form;
import io.leadgate.domain.AdminRole;
import io.leadgate.domain.Coded;
import io.leadgate.domain.FieldError;
import io.leadgate.signin.AdminInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The popup that makes an admin, with what was typed before and what is wrong with it.
 *
 * @param role the code of the role
 */
public record AdminForm(String name, String role, Faults faults) {

  static final AdminForm EMPTY = new AdminForm("", AdminRole.VIEWER.code(), Faults.NONE);

  /** The typed text, with its faults. */
  static AdminForm of(Form form) {
    List<FieldError> errors = new ArrayList<>();
    String name = form.text("name");
    AdminInput.faultOfName(name)
        .ifPresent(fault -> errors.add(Faults.at("name", "invalid", fault)));
    faultOfRole(form.text("role")).ifPresent(errors::add);
    faultOfPassword(form).ifPresent(errors::add);
    return new AdminForm(name, form.text("role"), Faults.of(errors));
  }

  static Optional<FieldError> faultOfRole(String code) {
    return Coded.find(AdminRole.class, code).isPresent()
        ? Optional.empty()
        : Optional.of(Faults.at("role", "invalid", "is admin, operator or viewer"));
  }

  /** An empty password is no fault: the gateway then makes one. */
  static Optional<FieldError> faultOfPassword(Form form) {
    String password = form.raw("password");
    return password.isEmpty()
        ? Optional.empty()
        : AdminInput.faultOfPassword(password)
            .map(fault -> Faults.at("password", "invalid", fault));
  }

  AdminForm with(Faults more) {
    return new AdminForm(name, role, more);
  }

  /** Whether the popup is open from the start. */
  public boolean isOpen() {
    return !faults.equals(Faults.NONE);
  }

  /** The deeds that a role allows, in words. */
  public static String explanation(AdminRole role) {
    return switch (role) {
      case ADMIN -> "all, with credentials and admins";
      case OPERATOR ->
          "leads, quarantine, lead sources and campaigns; no credentials and no admins";
      case VIEWER -> "reads lists; of leads and requests the names of fields, and no values";
    };
  }
}
