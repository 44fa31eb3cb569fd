package io.leadgate.receiver.format;

import java.util.List;
import java.util.Optional;

/** What a body was found to be: a lead, good or bad, or an array of such. */
public sealed interface ParsedBody permits ParsedLead, ParsedBody.Leads {

  /** In the order of the array. */
  record Leads(List<Item> items) implements ParsedBody {}

  /**
   * One lead of an array.
   *
   * @param key its idempotency key, where it has one
   */
  record Item(ParsedLead lead, Optional<String> key) {
    static Item without(ParsedLead lead) {
      return new Item(lead, Optional.empty());
    }
  }
}
