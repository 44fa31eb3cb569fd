package io.leadgate.receiver.cut;

import io.leadgate.domain.LeadType;
import java.util.BitSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells the members of a lead in which vendors send a credential, which belongs into a header. A
 * member that the lead type names is a field and no credential. Immutable.
 */
public final class CredentialNames {

  private static final Set<String> NAMES =
      Set.of("api-key", "api_key", "apikey", "access_token", "client_secret");
  private static final String AUTHORIZATION = "authorization";
  private static final String PASSWORD = "password";

  /** The lengths of the names, by which most fields are told apart at no cost. */
  private static final BitSet LENGTHS =
      Stream.concat(NAMES.stream(), Stream.of(AUTHORIZATION, PASSWORD))
          .collect(BitSet::new, (lengths, name) -> lengths.set(name.length()), BitSet::or);

  private final LeadType type;
  private final boolean isOfV1;

  private CredentialNames(LeadType type, boolean isOfV1) {
    this.type = type;
    this.isOfV1 = isOfV1;
  }

  public static CredentialNames of(LeadType type) {
    return new CredentialNames(type, false);
  }

  /** The members of LeadExec's V1, which has a parameter {@code password} of its own. */
  public static CredentialNames ofV1(LeadType type) {
    return new CredentialNames(type, true);
  }

  /** Whether a member with this name is a credential, or may be one by its value. */
  public boolean mayBe(String name) {
    return LENGTHS.get(name.length()) && mayBeOfLength(name.toLowerCase(Locale.ROOT));
  }

  private boolean mayBeOfLength(String lowerCase) {
    return (NAMES.contains(lowerCase)
            || lowerCase.equals(AUTHORIZATION)
            || (isOfV1 && lowerCase.equals(PASSWORD)))
        && type.position(lowerCase) == null;
  }

  /**
   * Whether a member is a credential.
   *
   * @param value the value; any text where it is no text
   */
  public boolean isCredential(String name, String value) {
    return mayBe(name) && (!name.equalsIgnoreCase(AUTHORIZATION) || isOfHeader(value));
  }

  /**
   * Whether a value is that of a header {@code Authorization}, and not the words of a consent that
   * a vendor calls so.
   */
  static boolean isOfHeader(String value) {
    String text = value.stripLeading();
    return isWord(text, "Bearer") || isWord(text, "Basic");
  }

  private static boolean isWord(String text, String word) {
    return text.length() > word.length()
        && text.regionMatches(true, 0, word, 0, word.length())
        && !Character.isLetterOrDigit(text.charAt(word.length()));
  }

  /** Tells the sender of a credential in the body where it belongs, behind its name. */
  public static String advice(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case AUTHORIZATION -> "belongs into the header Authorization";
      case "access_token" -> "belongs into the header Authorization, behind Bearer";
      case PASSWORD -> "is not needed here";
      default -> "belongs into the header api-key";
    };
  }
}
