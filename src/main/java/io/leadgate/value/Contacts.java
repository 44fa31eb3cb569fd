package io.leadgate.value;

import io.leadgate.domain.Contact;
import io.leadgate.domain.FieldType;
import io.leadgate.domain.LeadType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Picks the e-mail address and the phone number that a lead can be searched by: the first of each
 * in the order of the lead type, or otherwise the values of the fields {@code email} and {@code
 * phone}, if the lead type has these fields as text or lacks them. A lead can be found by these two
 * values alone. Confined to one event loop.
 */
public final class Contacts {

  private static final int BY_NAME = Integer.MAX_VALUE - 1;

  private final LeadType type;
  private int emailRank = Integer.MAX_VALUE;
  private int phoneRank = Integer.MAX_VALUE;
  private Optional<String> email = Optional.empty();
  private Optional<String> phone = Optional.empty();

  public Contacts(LeadType type) {
    this.type = type;
  }

  /**
   * Looks at a value of any type but phone.
   *
   * @param position the position of the field in the lead type; null for a field that the lead type
   *     lacks
   * @param text the value without the spaces around it, not empty
   */
  public void see(String lowerCaseName, @Nullable Integer position, String text) {
    FieldType fieldType = position == null ? FieldType.TEXT : type.fields().get(position).type();
    if (fieldType == FieldType.EMAIL && position != null) {
      seeEmail(position, text);
    } else if (fieldType != FieldType.TEXT) {
      return;
    } else if (lowerCaseName.equals(FieldType.EMAIL.code())) {
      seeEmail(BY_NAME, text);
    } else if (lowerCaseName.equals(FieldType.PHONE.code()) && phoneRank > BY_NAME) {
      PhoneNumbers.normal(text, type.defaultCountry()).ifPresent(e164 -> seePhone(BY_NAME, e164));
    }
  }

  private void seeEmail(int rank, String text) {
    if (rank < emailRank) {
      emailRank = rank;
      email = EmailAddress.normal(text);
    }
  }

  /**
   * Looks at a phone number that was already read into E.164, because reading the number again
   * would cost more than the rest of the lead.
   */
  public void seePhone(int rank, String e164) {
    if (rank < phoneRank) {
      phoneRank = rank;
      phone = Optional.of(e164);
    }
  }

  public Contact contact() {
    return email.isEmpty() && phone.isEmpty() ? Contact.NONE : new Contact(email, phone);
  }

  /**
   * All phone numbers in E.164 that a text may mean, by the country that the text names or as a
   * number of each given country. Empty if the text is not a number in any of them.
   */
  public static List<String> phones(String text, Collection<String> countries) {
    return Stream.concat(Stream.of(PhoneNumbers.NO_COUNTRY), countries.stream())
        .map(country -> PhoneNumbers.normal(Spaces.strip(text), country))
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }
}
