package io.leadgate.writepath;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A fault that is put into the write path, to show that the checks find the fault.
 *
 * @param caughtBy a check that must find the fault
 */
record Mutant(String name, Check caughtBy, UnaryOperator<Sql> change) {

  /** All mutants. */
  static List<Mutant> all() {
    return List.of(
        hashesNotGivenBack(),
        keysNotGivenBack(),
        schema(
            "keys locked in the order of the rows",
            Check.DEADLOCK,
            new Edit(
                "SELECT DISTINCT ON (t.key) t.key, t.id, t.received_at, at + t.seconds",
                "SELECT x.* FROM (SELECT DISTINCT ON (t.key) t.key, t.id, t.received_at, at + t.seconds"),
            new Edit("ORDER BY t.key, t.n\n", "ORDER BY t.key, t.n) AS x ORDER BY x.id\n")),
        schema(
            "hashes locked in the order of the rows",
            Check.DEADLOCK,
            new Edit(
                "SELECT DISTINCT ON (e.h) e.h, ids[e.n]",
                "SELECT x.* FROM (SELECT DISTINCT ON (e.h) e.h, ids[e.n] AS id"),
            new Edit("ORDER BY e.h, e.n\n", "ORDER BY e.h, e.n) AS x ORDER BY x.id\n")),
        schema(
            "no second look for an earlier try",
            Check.VERDICT,
            new Edit(
                "IF maybe_there THEN\n        -- An earlier try",
                "IF false THEN\n        -- An earlier try")),
        schema(
            "hashes that are there not locked",
            Check.VERDICT,
            new Edit(
                "ON CONFLICT (h) DO UPDATE SET lead_id = d.lead_id WHERE false",
                "ON CONFLICT (h) DO NOTHING")),
        schema(
            "expired keys not taken over",
            Check.VERDICT,
            new Edit("WHERE k.expires_at <= at;", "WHERE false;")),
        placesOfASequence(),
        schema(
            "a contested row not judged again when the row before it gave the key back",
            Check.VERDICT,
            new Edit(
                "shares[one.n] := true;",
                "verdicts[one.n] := 'r'; firsts[one.n] := one.lead_id; first_ats[one.n] := one.received_at;")),
        schema(
            "an expired key that a retry took again not given back",
            Check.VERDICT,
            new Edit(
                "AND k.expires_at = at + seconds[one.n] * interval '1 second';", "AND false;")),
        schema(
            "contested rows judged in the opposite order",
            Check.VERDICT,
            new Edit("GROUP BY c.n ORDER BY c.n\n", "GROUP BY c.n ORDER BY c.n DESC\n")),
        schema(
            "the first hash decides, be it a flag or a rejection",
            Check.VERDICT,
            new Edit("ORDER BY e.rejects DESC, e.m LIMIT 1", "ORDER BY e.m LIMIT 1")),
        schema(
            "the match not told",
            Check.VERDICT,
            new Edit("matches[i] := other.h;", "matches[i] := one.hs[1];")),
        new Mutant(
            "the feed read up to the last transaction",
            Check.FEED_MISSED,
            sql ->
                sql.withPage(new Edit("pg_snapshot_xmin(", "pg_snapshot_xmax(").in(sql.page()))));
  }

  static Mutant hashesNotGivenBack() {
    return schema(
        "hashes not given back",
        Check.HASHES_UNLIKE,
        new Edit(
            "DELETE FROM duplicate AS d WHERE d.h = ANY (one.hs) AND d.lead_id = ids[i];",
            "NULL;"));
  }

  static Mutant keysNotGivenBack() {
    return schema(
        "keys not given back",
        Check.KEYS_UNLIKE,
        new Edit(
            "DELETE FROM idempotency_key AS k WHERE k.key = keys[i] AND k.lead_id = ids[i];",
            "NULL;"));
  }

  private static Mutant placesOfASequence() {
    Edit sequence =
        new Edit(
            "CREATE FUNCTION feed_pos_1()",
            """
            CREATE SEQUENCE place;
            SELECT setval('place', pg_current_xact_id()::text::bigint);
            CREATE FUNCTION feed_pos_1()""");
    Edit place =
        new Edit(
            "+ pg_current_xact_id()::text::bigint\n    FROM feed WHERE single_row);",
            "+ nextval('place') FROM feed WHERE single_row);");
    Edit inline = new Edit("pg_current_xact_id()::text::bigint AS pos", "nextval('place') AS pos");
    return new Mutant(
        "places of a sequence",
        Check.FEED_MISSED,
        sql ->
            sql.withSchema(place.in(sequence.in(sql.schema())))
                .withInsert(inline.in(sql.insert())));
  }

  private static Mutant schema(String name, Check caughtBy, Edit... edits) {
    return new Mutant(
        name,
        caughtBy,
        sql -> {
          String edited = sql.schema();
          for (Edit edit : edits) {
            edited = edit.in(edited);
          }
          return sql.withSchema(edited);
        });
  }
}
