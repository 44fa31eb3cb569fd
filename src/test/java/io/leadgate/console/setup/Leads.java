package io.leadgate.console.setup;

import io.leadgate.domain.LeadId;
import io.leadgate.support.Fixtures;
import java.time.Instant;
import java.util.SplittableRandom;

/** Puts leads into the database, at times and in numbers that no vendor could send in a test. */
final class Leads {

  private Leads() {}

  /** Inserts leads that were accepted from a time on, a lead in each millisecond. */
  static void insert(
      Fixtures fixtures, int campaignId, Instant from, int leads, boolean withToken) {
    SplittableRandom random = new SplittableRandom(from.toEpochMilli());
    String credential = withToken ? "00000000-0000-4000-8000-000000000001" : "";
    makePartition(fixtures, from);
    for (int i = 0; i < leads; i++) {
      insert(fixtures, campaignId, from.plusMillis(i), random, credential);
    }
  }

  private static void insert(
      Fixtures fixtures, int campaignId, Instant at, SplittableRandom random, String credential) {
    fixtures.change(
        "INSERT INTO lead (id, campaign_id, credential_id, received_at, remote, pos, fields)"
            + " VALUES (?::uuid, ?, nullif(?, '')::uuid, ?::timestamptz, '127.0.0.1', 1, '{}')",
        LeadId.of(at.toEpochMilli(), random.nextLong(), random.nextLong()).toString(),
        campaignId,
        credential,
        at.toString());
  }

  /** Inserts so many leads within the last hour by one statement. */
  static void insertMany(Fixtures fixtures, int campaignId, int leads) {
    Instant from = Instant.now().minusSeconds(3_600);
    makePartition(fixtures, from);
    fixtures.change(
        "INSERT INTO lead (id, campaign_id, received_at, remote, pos, fields)"
            + " SELECT (lpad(to_hex((? + i / 100)::bigint), 12, '0') || '7' || lpad(to_hex(i % 100), 3, '0')"
            + " || '8' || substr(md5(i::text), 1, 15))::uuid, ?, now(), '127.0.0.1', 1, '{}'"
            + " FROM generate_series(1, ?) AS i",
        from.toEpochMilli(), campaignId, leads);
  }

  /** Makes the partition of a day that is past, if the gateway has not made it. */
  private static void makePartition(Fixtures fixtures, Instant at) {
    String day = at.toString().substring(0, 10);
    Instant midnight = Instant.parse(day + "T00:00:00Z");
    if (fixtures.number(
            "SELECT count(*) FROM pg_class WHERE relname = ?", "lead_p" + day.replace("-", ""))
        == 0) {
      fixtures.change(
          "CREATE TABLE lead_p%s PARTITION OF lead FOR VALUES FROM ('%s') TO ('%s')"
              .formatted(
                  day.replace("-", ""),
                  LeadId.leastAt(midnight),
                  LeadId.leastAt(midnight.plusSeconds(86_400))));
    }
  }
}
