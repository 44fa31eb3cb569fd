package io.leadgate.persistence.lane;

import io.leadgate.domain.Refusal;
import java.util.Optional;

/**
 * A row of a lane in tests.
 *
 * @param key the order key; empty for a row without a key
 */
record Item(int number, String owner, String key, long bytes, Flaw flaw) {

  /** The reason for which the server does not take the row. */
  enum Flaw {
    NONE,
    /** The server does not take a value of the row. */
    BAD_DATA,
    /** The server refuses the row for another cause. */
    REFUSED
  }

  static final String STORED = "stored";

  static Item good(int number, String owner) {
    return new Item(number, owner, "", 500, Flaw.NONE);
  }

  static Item refused(int number, String owner) {
    return new Item(number, owner, "", 500, Flaw.REFUSED);
  }

  boolean isGood() {
    return flaw == Flaw.NONE;
  }

  boolean isBadData() {
    return flaw == Flaw.BAD_DATA;
  }

  boolean isRefused() {
    return flaw == Flaw.REFUSED;
  }

  static final RowKind<Item, String> KIND =
      new RowKind<>() {
        @Override
        public long bytes(Item row) {
          return row.bytes();
        }

        @Override
        public Object owner(Item row) {
          return row.owner();
        }

        @Override
        public Optional<Object> orderKey(Item row) {
          return row.key().isEmpty() ? Optional.empty() : Optional.of(row.key());
        }

        @Override
        public String refused(Refusal refusal) {
          return refusal.slug();
        }
      };
}
