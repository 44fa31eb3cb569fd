package io.leadgate.postgres;

/** Names the advisory locks by which nodes take turns, each with its key in Postgres. */
public enum AdvisoryLock {
  MAKE_PARTITIONS(0x6C656164_67617465L), // "leadgate"
  COUNT_QUARANTINE(0x71756172_616E7469L), // "quaranti"
  SWEEP_KEYS(0x6B657973_77656570L), // "keysweep"
  SUMMARIZE_CONTACTS(0x636F6E74_61637473L), // "contacts"
  RAISE_FEED_BASE(0x66656564_62617365L), // "feedbase"
  EXPIRE_DUPLICATES(0x6475706C_69636174L); // "duplicat"

  private final long key;

  AdvisoryLock(long key) {
    this.key = key;
  }

  public long key() {
    return key;
  }
}
