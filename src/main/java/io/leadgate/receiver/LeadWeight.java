package io.leadgate.receiver;

import io.leadgate.budget.Weight;
import io.leadgate.domain.FieldError;
import io.leadgate.receiver.format.ParsedBody;
import io.leadgate.receiver.format.ParsedLead;
import java.util.List;

/**
 * The weight of leads between the parser and the answer, in bytes. Their bodies stay in the account
 * beside that until the answer, for the copy that the batch makes of each lead's text for Postgres.
 */
final class LeadWeight {

  /** An item of the answer, and each of its errors, besides its texts. */
  private static final int ITEM = 512;

  private LeadWeight() {}

  /**
   * @param bodyBytes of the body that it alone was in: where its text has as many characters, each
   *     takes one byte
   */
  static long of(ParsedLead.Good lead, int bodyBytes) {
    return Weight.LEAD + Weight.text(lead.fields().length(), bodyBytes);
  }

  /** All of an array, with the answer to it, which has a line for each and each of its errors. */
  static long of(List<ParsedBody.Item> items) {
    return items.stream().mapToLong(item -> ITEM + of(item.lead())).sum();
  }

  private static long of(ParsedLead lead) {
    return switch (lead) {
      case ParsedLead.Good good -> Weight.LEAD + Weight.text(good.fields());
      case ParsedLead.Bad bad -> ITEM + bad.errors().stream().mapToLong(LeadWeight::of).sum();
    };
  }

  /** As the error itself, and twice in the answer: as text and as bytes. */
  private static long of(FieldError error) {
    return ITEM + 3 * (Weight.text(error.field()) + Weight.text(error.message()));
  }
}
