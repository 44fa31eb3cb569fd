package io.leadgate.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sign-in by an identity provider (OpenID Connect).
 *
 * @param issuer the provider; empty for none
 * @param scopes further scopes to ask for, separated by commas
 * @param roles which values of {@code rolesClaim} stand for a role
 * @param label the name of the provider on the sign-in page
 * @param automatic whether the sign-in page leads to the provider by itself
 */
public record OidcSettings(
    Optional<String> issuer,
    Optional<String> clientId,
    Optional<Secret> clientSecret,
    String scopes,
    String nameClaim,
    String rolesClaim,
    String roles,
    String label,
    boolean automatic) {

  private static final Pattern ISSUER =
      Pattern.compile("https://[^/?#]+[^?#]*|http://(127\\.0\\.0\\.1|localhost)(:\\d+)?[^?#]*");

  /** RFC 6749, section 3.3. */
  private static final Pattern SCOPE = Pattern.compile("[!#-\\[\\]-~]+");

  private static final Pattern ROLE = Pattern.compile("(admin|operator|viewer)\\s*=\\s*(\\S.*)");

  /**
   * A value of the provider that stands for a role.
   *
   * @param role the code of the role
   */
  public record RoleValue(String role, String value) {}

  public OidcSettings {
    SettingsCheck check = new SettingsCheck();
    issuer = issuer.filter(text -> !text.isBlank());
    clientId = clientId.filter(text -> !text.isBlank());
    clientSecret = clientSecret.filter(secret -> !secret.value().isBlank());
    if (issuer.isPresent()) {
      if (!ISSUER.matcher(issuer.get()).matches()) {
        check.refuse("oidc.issuer", "must begin with https://, or be on this machine");
      }
      if (clientId.isEmpty() || clientSecret.isEmpty()) {
        check.refuse("oidc.issuer", "needs oidc.client_id and oidc.client_secret");
      }
    }
    if (!parts(scopes).stream().allMatch(scope -> SCOPE.matcher(scope).matches())) {
      check.refuse("oidc.scopes", "must be names without blanks, separated by commas");
    }
    check.present("oidc.name_claim", nameClaim);
    check.present("oidc.roles_claim", rolesClaim);
    if (check.present("oidc.roles", roles)
        && !parts(roles).stream().allMatch(pair -> ROLE.matcher(pair).matches())) {
      check.refuse(
          "oidc.roles",
          "must be pairs such as admin=leadgate-admins, separated by commas; the roles are admin,"
              + " operator and viewer");
    }
    check.present("oidc.label", label);
    check.end();
  }

  /** The further scopes, possibly none. */
  public List<String> scopeList() {
    return parts(scopes);
  }

  /** The values that stand for roles, never empty. */
  public List<RoleValue> roleValues() {
    return parts(roles).stream()
        .map(ROLE::matcher)
        .filter(Matcher::matches)
        .map(pair -> new RoleValue(pair.group(1), pair.group(2)))
        .toList();
  }

  private static List<String> parts(String list) {
    return list.isBlank()
        ? List.of()
        : Arrays.stream(list.split(",", -1)).map(String::strip).toList();
  }
}
