package io.leadgate.console.frame;

import io.leadgate.domain.AdminRight;
import io.leadgate.domain.SignInWay;
import io.leadgate.domain.SignedIn;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The surroundings of a page.
 *
 * @param admin the admin that looks; empty before the sign-in
 * @param notice what was done by the request before
 * @param here the path and query of the page, to come back to
 */
public record Frame(
    String title,
    Section section,
    Optional<SignedIn> admin,
    Optional<Notice> notice,
    Times times,
    String here,
    Installation installation,
    Assets assets) {

  /**
   * The words of the footer and the banner about this gateway.
   *
   * @param banner a word for the environment
   */
  public record Installation(Optional<String> banner, String version, String node) {}

  /** The parts that the admin may see. */
  public List<Section> navigation() {
    return Arrays.stream(Section.values())
        .filter(part -> part != Section.NONE && may(part.right()))
        .toList();
  }

  /** {@link #here} as the value of a parameter. */
  public String hereAsParameter() {
    return Address.encoded(here);
  }

  /** Whether the page shows a list from behind its begin. */
  public boolean isContinued() {
    return here.contains("?after=")
        || here.contains("&after=")
        || here.contains("?before=")
        || here.contains("&before=");
  }

  /**
   * The path of the changes of an object in the audit log.
   *
   * @param kind the part of the actions before the dot, such as campaign; objects of two kinds may
   *     have the same id
   */
  public String auditPath(String kind, Object id) {
    return new Address("/console/audit")
        .with("action", kind + ".")
        .with("subject", id.toString())
        .toString();
  }

  public boolean may(AdminRight right) {
    return admin.filter(known -> known.may(right)).isPresent();
  }

  /** Whether a sign-out ends anything; a proxy signs its users in again with each request. */
  public boolean maySignOut() {
    return admin.filter(known -> known.way() != SignInWay.PROXY).isPresent();
  }

  public boolean mayOperate() {
    return may(AdminRight.OPERATE);
  }

  public boolean mayAdminister() {
    return may(AdminRight.ADMINISTER);
  }
}
