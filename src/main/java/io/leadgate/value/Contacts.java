package io.leadgate.value;

import io.leadgate.domain.Contact;
import io.leadgate.domain.FieldType;
import io.leadgate.domain.LeadType;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Picks out of one lead what it can be searched by: the first e-mail address and the first phone
 * number in the order of the lead type; or, where there is none of that type, those in fields
 * called {@code email} and {@code phone}, whether the lead type has them as text or not at all. A
 * lead with several is found by that one only.
 */
public final class Contacts {

  private static final int EMAIL_LENGTH_MAX = 320;
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
   * A value of any type but phone.
   *
   * @param position of the field in the lead type, if it has it
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
      email = email(text);
    }
  }

  /** A phone number that was read already: reading one costs more than all else of its lead. */
  public void seePhone(int rank, String e164) {
    if (rank < phoneRank) {
      phoneRank = rank;
      phone = Optional.of(e164);
    }
  }

  public Contact contact() {
    return email.isEmpty() && phone.isEmpty() ? Contact.NONE : new Contact(email, phone);
  }

  /** In lower case, though strictly its first part has one: nobody has two that differ in it. */
  public static Optional<String> email(String text) {
    String normal = Spaces.strip(text).toLowerCase(Locale.ROOT);
    return normal.isEmpty()
            || normal.length() > EMAIL_LENGTH_MAX
            || normal.chars().anyMatch(Character::isISOControl)
        ? Optional.empty()
        : Optional.of(normal);
  }

  /**
   * What the number may be in E.164: as it names its country, or else in whichever of these. Empty
   * for what is no number anywhere.
   */
  public static List<String> phones(String text, Collection<String> countries) {
    return Stream.concat(Stream.of(PhoneNumbers.NO_COUNTRY), countries.stream())
        .map(country -> PhoneNumbers.normal(Spaces.strip(text), country))
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }
}
