package io.leadgate.writepath;

/** Names what is checked after a trial. */
enum Check {
  COMMIT_LOST("told as committed, and not committed"),
  VERDICT("verdicts unlike the model's"),
  LEADS_MISSING("leads of the model that are not there"),
  LEADS_EXTRA("leads that the model does not have"),
  LEADS_UNLIKE("leads with another duplicate_of or pos than the model's"),
  KEYS_UNLIKE("keys unlike the model's"),
  HASHES_UNLIKE("hashes unlike the model's"),
  KEY_WITHOUT_LEAD("keys of leads that are not there"),
  HASH_WITHOUT_LEAD("hashes of leads that are not there"),
  DEADLOCK("deadlocks"),
  STORED_NOT_THERE("told as stored, and not there"),
  FIRST_NOT_THERE("first leads that are not there"),
  FIRST_SHARES_NOTHING("first leads that share neither the key nor a hash"),
  REJECTING_PAIR("pairs of stored leads of which the later rejects the earlier"),
  FEED_MISSED("leads that the feed missed"),
  FEED_TWICE("leads that the feed had twice"),
  FEED_GHOST("leads of the feed that are not there"),
  FEED_ORDER("places of the feed out of order"),
  ERROR("unexpected errors");

  private final String text;

  Check(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
