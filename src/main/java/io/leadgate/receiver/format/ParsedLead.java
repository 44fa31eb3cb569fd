package io.leadgate.receiver.format;

import io.leadgate.domain.Contact;
import io.leadgate.domain.FieldError;
import io.leadgate.domain.Refusal;
import io.leadgate.web.answer.Problem;
import java.util.List;
import java.util.Optional;

/** Says what one lead was read as. */
public sealed interface ParsedLead extends ParsedBody {

  /** The JSON object of the fields; empty if no lead with these fields can be stored. */
  Optional<String> json();

  /** The names of the members that were cut out, because they held a credential. */
  List<String> cut();

  /**
   * A lead that can be stored.
   *
   * @param fields the JSON object, unchanged or made from another format
   * @param contact the contact by which the lead can be found
   */
  record Good(String fields, Contact contact, List<String> cut) implements ParsedLead {

    @Override
    public Optional<String> json() {
      return Optional.of(fields);
    }
  }

  /**
   * A lead that is refused.
   *
   * @param errors each bad field once; empty if the refusal is not about fields
   * @param json the JSON object, if the lead may have been good under an earlier lead type
   */
  record Bad(
      Refusal refusal,
      String detail,
      List<FieldError> errors,
      Optional<String> json,
      List<String> cut)
      implements ParsedLead {

    public Bad(Refusal refusal, String detail, List<FieldError> errors) {
      this(refusal, detail, errors, Optional.empty(), List.of());
    }

    public Problem problem() {
      return Problem.of(refusal, detail).with(errors);
    }

    public static Bad malformed(String detail) {
      return new Bad(Refusal.MALFORMED_BODY, detail, List.of());
    }

    public static Bad badKey() {
      return new Bad(
          Refusal.INVALID_IDEMPOTENCY_KEY,
          "An idempotency key has 1 to 255 printable ASCII characters, in quotes or without.",
          List.of());
    }
  }
}
