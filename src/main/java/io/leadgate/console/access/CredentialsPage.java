package io.leadgate.console.access;

import io.leadgate.console.frame.Page;
import io.leadgate.console.frame.Section;
import io.leadgate.domain.Credential;
import java.util.List;
import java.util.Optional;

/**
 * The list of credentials.
 *
 * @param next the address of the following part of the list
 * @param opensForm whether the popup is open from the start
 */
public record CredentialsPage(
    CredentialFilterForm filter,
    List<Credential> credentials,
    SourceNames sources,
    Optional<String> next,
    CredentialForm form,
    boolean opensForm)
    implements Page {

  @Override
  public String template() {
    return "credentials";
  }

  @Override
  public String title() {
    return "Credentials";
  }

  @Override
  public Section section() {
    return Section.CREDENTIALS;
  }
}
