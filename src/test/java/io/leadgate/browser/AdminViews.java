package io.leadgate.browser;

import io.leadgate.support.RunningGateway;
import java.util.List;

/** The pages of admins and of the audit log. */
final class AdminViews {

  private static final String ADMINS = "/console/admins";
  private static final String SELF = ADMINS + "/" + RunningGateway.ADMIN;

  private final RunningGateway gateway;
  private boolean isFilled;

  AdminViews(RunningGateway gateway) {
    this.gateway = gateway;
  }

  private String admins() {
    if (!isFilled) {
      isFilled = true;
      fill();
    }
    return ADMINS;
  }

  private String audit() {
    admins();
    return "/console/audit";
  }

  /** Makes a viewer, a disabled operator, and a change with a long value. */
  private void fill() {
    gateway
        .fixtures()
        .change(
            "INSERT INTO admin_user (username, password_hash, role) SELECT 'viewer', password_hash,"
                + " 'viewer' FROM admin_user WHERE username = ?"
                + " UNION ALL SELECT 'left.operator', '', 'operator'",
            RunningGateway.ADMIN);
    gateway
        .fixtures()
        .change(
            "INSERT INTO audit_log (actor_type, actor, action, subject, remote, request_id, details)"
                + " VALUES ('credential', gen_random_uuid()::text, 'lead_type.update', '1',"
                + " '2001:db8::7', gen_random_uuid()::text, jsonb_build_object('name',"
                + " jsonb_build_object('from', 'Solar', 'to', repeat('Solar and roof ', 30))))");
  }

  List<View> all() {
    return List.of(
        View.at("admins", this::admins),
        View.at("admins-none-fits", ADMINS + "?text=nobody"),
        View.dialog("admins-new", this::admins, "[data-new]"),
        new View("admins-new-faults", this::nameIsTaken),
        new View("admins-password", AdminViews::password),
        View.at("admin-self", SELF),
        View.dialog("admin-disable", () -> SELF, "[commandfor=disable]"),
        View.dialog("admin-end", () -> SELF, "[commandfor=end]"),
        View.at("admin-disabled", () -> admins() + "/left.operator"),
        View.at("audit", this::audit),
        View.at("audit-none-fits", "/console/audit?actor=nobody"),
        View.at("audit-faults", "/console/audit?from=yesterday"));
  }

  private void nameIsTaken(ConsoleBrowser browser) {
    browser
        .open(admins())
        .click("[data-new]")
        .fill("#new [name=name]", "viewer")
        .follow("#new button.primary");
  }

  /** The name is another at each call, because the view may be opened twice. */
  private static void password(ConsoleBrowser browser) {
    browser
        .open(ADMINS)
        .click("[data-new]")
        .fill("#new [name=name]", "new." + System.nanoTime())
        .follow("#new button.primary")
        .until("the password is there", () -> browser.shows("#admin-password"));
  }
}
