package io.leadgate.receiver.format;

import io.leadgate.domain.FieldError;
import io.leadgate.domain.LeadType;
import io.leadgate.value.FieldCheck;
import io.leadgate.value.Spaces;

/** Tells the sender of a form that a plus came as a space, because it was not encoded. */
final class PlusHint {

  private PlusHint() {}

  /**
   * The error, with the hint if the value were good with a plus in place of its space.
   *
   * @param asSent the bad value, with the spaces around it
   * @param country the default country of the lead type
   */
  static FieldError to(FieldError error, LeadType.Field field, String asSent, String country) {
    if (asSent.indexOf(' ') < 0) {
      return error;
    }
    String stripped = Spaces.strip(asSent);
    boolean isLost =
        switch (field.type()) {
          case EMAIL -> isGood(field, stripped.replace(' ', '+'), country);
          case PHONE -> isGood(field, "+" + stripped, country);
          default -> false;
        };
    return isLost
        ? new FieldError(
            error.field(), error.code(), error.message() + "; in a form a plus is written %2B")
        : error;
  }

  private static boolean isGood(LeadType.Field field, String value, String country) {
    return FieldCheck.errorIn(field, value, country).isEmpty();
  }
}
