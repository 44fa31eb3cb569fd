package io.leadgate.console.access;

import io.leadgate.console.frame.Page;
import io.leadgate.console.frame.Section;
import io.leadgate.signin.Sessions;
import io.leadgate.store.AdminTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The list of admins.
 *
 * @param text the part of the names that filters the list; empty text for all
 * @param sessions the number of live sessions by name
 * @param next the address of the following part of the list
 * @param provided the users that an identity provider manages, as far as they are signed in
 */
public record AdminsPage(
    String text,
    List<AdminTable.Admin> admins,
    Map<String, Long> sessions,
    Optional<String> next,
    List<Sessions.Provided> provided,
    AdminForm form)
    implements Page {

  public long sessionsOf(AdminTable.Admin admin) {
    return sessions.getOrDefault(admin.username(), 0L);
  }

  public String pathOf(AdminTable.Admin admin) {
    return AdminPaths.of(admin.username());
  }

  public String pathOf(Sessions.Provided user) {
    return AdminPaths.of(user.name());
  }

  @Override
  public String template() {
    return "admins";
  }

  @Override
  public String title() {
    return "Admins";
  }

  @Override
  public Section section() {
    return Section.ADMINS;
  }
}
