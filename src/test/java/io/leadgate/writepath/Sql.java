package io.leadgate.writepath;

import io.leadgate.persistence.WriteStatements;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The texts that a trial runs, each with the parameters of JDBC.
 *
 * @param schema the project's migrations, without the function that only older nodes call
 * @param insert stores a batch of plain leads
 * @param call stores any batch
 * @param sweepKeys deletes keys that have expired, and returns them
 * @param page reads a page of the feed
 */
record Sql(String schema, String insert, String call, String sweepKeys, String page) {

  private static final String END_OF_FUNCTION = "END $$;";

  /** The texts of the project. */
  static Sql ofTheProject() {
    return new Sql(
        migrations(),
        WriteStatements.insert(),
        WriteStatements.call(),
        soonSwept(),
        WriteStatements.page());
  }

  /**
   * The gateway's own statement without its margin of a minute, and with the keys as its result.
   */
  private static String soonSwept() {
    String soon = new Edit(" - interval '1 minute'", "").in(WriteStatements.sweep());
    String withKeys = new Edit("RETURNING expires_at", "RETURNING key").in(soon);
    return new Edit(
            "SELECT count(expires_at)::int AS keys, max(expires_at) AS last FROM swept",
            "SELECT key FROM swept")
        .in(withKeys);
  }

  /** The migrations, in which each part of the write path is once. */
  private static String migrations() {
    String first = migration("V1__schema.sql");
    int from = first.indexOf("CREATE FUNCTION store_leads_1(");
    int to = first.indexOf(END_OF_FUNCTION, from) + END_OF_FUNCTION.length();
    return first.substring(0, from) + first.substring(to) + migration("V2__duplicate_rules.sql");
  }

  private static String migration(String name) {
    try (InputStream in = Sql.class.getResourceAsStream("/db/migration/" + name)) {
      if (in == null) {
        throw new IllegalStateException("There is no " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Sql withSchema(String edited) {
    return new Sql(edited, insert, call, sweepKeys, page);
  }

  Sql withInsert(String edited) {
    return new Sql(schema, edited, call, sweepKeys, page);
  }

  Sql withPage(String edited) {
    return new Sql(schema, insert, call, sweepKeys, edited);
  }
}
