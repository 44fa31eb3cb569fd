package io.leadgate.console.frame;

import io.leadgate.domain.Coded;

/** What a form has done, which the next page says. The code stands in the address. */
public enum Notice implements Coded {
  SAVED("Saved. The change is in force on this node, and on all others within a second."),
  CREATED("Created."),
  DELETED("Deleted."),
  ENABLED("Enabled."),
  DISABLED("Disabled. Its tokens are refused from now on."),
  TOKENS_ENDED("All tokens that were issued until now are refused."),
  SECRET_DELETED("The secret is deleted. Tokens that were issued for it are refused."),
  SESSIONS_ENDED("All sessions of the admin have ended."),
  OTHER_SESSIONS_ENDED("Your other sessions have ended."),
  PASSWORD_SET("The password is set. All sessions of the admin have ended."),
  ADMIN_DISABLED("The admin is disabled, and all its sessions have ended."),
  ROLE_SET("The role is set, and is in force with the admin's next request."),
  SIGNED_OUT("You are signed out."),
  ZONE_SET("Times are shown in the zone that you chose.");

  private final String text;

  Notice(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
