package io.leadgate.console.access;

import io.leadgate.console.frame.Address;
import io.leadgate.console.frame.Faults;
import io.leadgate.console.frame.Page;
import io.leadgate.console.frame.Section;
import io.leadgate.signin.Sessions;
import io.leadgate.store.AdminTable;
import java.util.List;

/**
 * One admin, its sessions, and what may be done with them.
 *
 * @param isSelf whether the admin is the admin that looks
 */
public record AdminPage(
    AdminTable.Admin admin, List<Sessions.Session> sessions, boolean isSelf, Faults faults)
    implements Page {

  @Override
  public String path() {
    return AdminPaths.of(admin.username());
  }

  public String changesOfPath() {
    return new Address("/console/audit").with("subject", admin.username()).toString();
  }

  public String changesByPath() {
    return new Address("/console/audit").with("actor", admin.username()).toString();
  }

  /** The number of live sessions in words. */
  public String sessionsInWords() {
    return SessionWords.live(sessions.size());
  }

  @Override
  public String template() {
    return "admin";
  }

  @Override
  public String title() {
    return admin.username();
  }

  @Override
  public Section section() {
    return Section.ADMINS;
  }
}
