package io.leadgate.receiver.format;

import java.util.List;
import java.util.Optional;

/** Says what a body was read as: one lead, good or bad, or an array of leads. */
public sealed interface ParsedBody permits ParsedLead, ParsedBody.Leads {

  /** The leads of an array, in the array's order. */
  record Leads(List<Item> items) implements ParsedBody {}

  /**
   * Holds one lead of an array.
   *
   * @param key the lead's own idempotency key, if it has one
   * @param reference the vendor's own name of the lead, if it has one
   */
  record Item(ParsedLead lead, Optional<String> key, Optional<String> reference) {
    Item(ParsedLead lead, Optional<String> key) {
      this(lead, key, Optional.empty());
    }

    static Item without(ParsedLead lead) {
      return new Item(lead, Optional.empty());
    }
  }
}
