package io.leadgate.receiver;

import io.leadgate.web.answer.Problem;

/** The form of the answers that a receiver promises for a single lead and for a refusal. */
interface AnswerForm {

  void accept(LeadPost post, LeadReceipt receipt);

  void refuse(LeadPost post, Problem problem);
}
