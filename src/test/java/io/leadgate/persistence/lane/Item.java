package io.leadgate.persistence.lane;

import io.leadgate.domain.Refusal;
import java.util.Optional;

/**
 * A row of a lane in tests.
 *
 * @param key the order key; empty for a row without a key
 */
record Item(int number, String owner, String key, long bytes) {

  static final String STORED = "stored";

  /** The ends of the names of owners whose rows are bad. */
  static final String BAD_DATA = " of bad data";

  static final String REFUSED = " of refused rows";

  /** Whether the server does not take a value of the row. */
  boolean isBadData() {
    return owner.endsWith(BAD_DATA);
  }

  /** Whether the server refuses the row for another cause. */
  boolean isRefused() {
    return owner.endsWith(REFUSED);
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
