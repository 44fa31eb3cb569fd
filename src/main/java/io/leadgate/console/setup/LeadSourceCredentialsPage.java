package io.leadgate.console.setup;

import io.leadgate.console.frame.Page;
import io.leadgate.console.frame.Section;
import io.leadgate.domain.Credential;
import io.leadgate.domain.LeadSource;
import java.util.List;
import java.util.Optional;

/**
 * A lead source: the tab Credentials, which has the credentials that are bound to it.
 *
 * @param next the address of the following part of the list
 */
public record LeadSourceCredentialsPage(
    LeadSource source, List<Credential> credentials, Optional<String> next) implements Page {

  @Override
  public String template() {
    return "lead-source-credentials";
  }

  @Override
  public String title() {
    return "Credentials of " + source.name();
  }

  @Override
  public Section section() {
    return Section.LEAD_SOURCES;
  }
}
