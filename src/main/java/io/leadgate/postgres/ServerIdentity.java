package io.leadgate.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;

/**
 * Which database a connection leads to. Two databases of an equal identity have one history: a
 * restored copy has another system identifier or timeline, and so has a promoted standby.
 *
 * @param systemIdentifier made by initdb; copies of the files share it
 * @param timeline raised with each promotion and each recovery to a point in time
 * @param database the oid of the database
 */
public record ServerIdentity(long systemIdentifier, long timeline, long database) {

  /**
   * Fails on a server in recovery, which has no current place in the WAL: a standby may lag behind
   * its primary without a bound, and its state must count nowhere.
   */
  private static final String READ =
      """
      SELECT system_identifier,
        ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::bigint AS timeline,
        (SELECT oid::bigint FROM pg_database WHERE datname = current_database()) AS database
      FROM pg_control_system()
      """;

  /** Asks a connection. Fails on a server in recovery. */
  public static Future<ServerIdentity> of(SqlConnection connection) {
    return connection
        .query(READ)
        .execute()
        .map(
            rows ->
                Rows.one(
                    rows,
                    row ->
                        new ServerIdentity(
                            row.getLong("system_identifier"),
                            row.getLong("timeline"),
                            row.getLong("database"))));
  }
}
