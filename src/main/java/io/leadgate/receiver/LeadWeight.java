package io.leadgate.receiver;

import io.leadgate.budget.Weight;
import io.leadgate.domain.Destination;
import io.leadgate.domain.FieldError;
import io.leadgate.receiver.format.ParsedBody;
import io.leadgate.receiver.format.ParsedLead;
import java.util.List;

/**
 * Weighs leads from the parser to the answer, in bytes. The weight of the body stays drawn until
 * the answer too; it stands for the copy that the batch makes of each lead's text for Postgres.
 */
final class LeadWeight {

  /** The weight of an item of the answer, and of each of its errors, without the texts. */
  private static final int ITEM = 512;

  /** The weight of a hash: two ids of 32 bytes each, the hash itself of 32, and its place. */
  private static final int HASH = 128;

  private LeadWeight() {}

  /**
   * Weighs a good lead that came alone.
   *
   * @param bodyBytes the size of the body; a text with as many characters as the body has bytes
   *     takes one byte a character in memory
   */
  static long of(ParsedLead.Good lead, int bodyBytes, Destination destination) {
    return Weight.LEAD + Weight.text(lead.fields().length(), bodyBytes) + ofHashes(destination);
  }

  /** Weighs the hashes that a lead gets. */
  private static long ofHashes(Destination destination) {
    return (long) HASH * destination.hashes().size();
  }

  /** Weighs an array with its answer, which has an item for each lead and each of its errors. */
  static long of(List<ParsedBody.Item> items) {
    return items.stream().mapToLong(item -> ITEM + of(item.lead())).sum();
  }

  /**
   * Weighs the hashes of a lead, and what the answer to a rejected duplicate takes more than the
   * answer to a stored lead: the names in which the two are equal, each of them twice and in each
   * of three forms, as the errors.
   */
  static long ofDuplicate(Destination destination) {
    return ofHashes(destination) + ofAnswer(destination);
  }

  private static long ofAnswer(Destination destination) {
    return destination
        .judging()
        .mapToLong(
            use ->
                ITEM + use.kind().names().stream().mapToLong(name -> 6 * Weight.text(name)).sum())
        .max()
        .orElse(0);
  }

  /** Weighs a lead with the errors that its answer names. */
  static long of(ParsedLead lead) {
    return switch (lead) {
      case ParsedLead.Good good -> Weight.LEAD + Weight.text(good.fields());
      case ParsedLead.Bad bad ->
          ITEM
              + bad.json().map(Weight::text).orElse(0L)
              + bad.errors().stream().mapToLong(LeadWeight::of).sum();
    };
  }

  /**
   * Weighs an error three times: the error itself, and its part of the answer as text and as bytes.
   */
  private static long of(FieldError error) {
    return ITEM + 3 * (Weight.text(error.field()) + Weight.text(error.message()));
  }
}
