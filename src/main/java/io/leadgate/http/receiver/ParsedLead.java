package io.leadgate.http.receiver;

import io.leadgate.domain.Contact;
import io.leadgate.domain.FieldError;
import io.leadgate.domain.Refusal;
import java.util.List;

/** What a body was found to be. */
sealed interface ParsedLead {

  /**
   * @param fields the JSON object as it came
   * @param contact what it can be searched by
   */
  record Good(String fields, Contact contact) implements ParsedLead {}

  /**
   * @param errors each bad field once; empty where it is not about fields
   */
  record Bad(Refusal refusal, String detail, List<FieldError> errors) implements ParsedLead {

    static Bad malformed(String detail) {
      return new Bad(Refusal.MALFORMED_BODY, detail, List.of());
    }
  }
}
