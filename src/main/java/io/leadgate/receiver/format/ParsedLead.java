package io.leadgate.receiver.format;

import io.leadgate.domain.Contact;
import io.leadgate.domain.FieldError;
import io.leadgate.domain.Refusal;
import io.leadgate.web.answer.Problem;
import java.util.List;

/** Says what one lead was read as. */
public sealed interface ParsedLead extends ParsedBody {

  /**
   * A lead that can be stored.
   *
   * @param fields the JSON object, unchanged or made from another format
   * @param contact the contact by which the lead can be found
   */
  record Good(String fields, Contact contact) implements ParsedLead {}

  /**
   * A lead that is refused.
   *
   * @param errors each bad field once; empty if the refusal is not about fields
   */
  record Bad(Refusal refusal, String detail, List<FieldError> errors) implements ParsedLead {

    public Problem problem() {
      return Problem.of(refusal, detail).with(errors);
    }

    static Bad malformed(String detail) {
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
