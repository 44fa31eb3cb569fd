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
   * The timeline of a server in recovery is that of its last checkpoint, because such a server
   * writes no WAL of its own.
   */
  private static final String READ =
      """
      SELECT system_identifier,
        CASE WHEN pg_is_in_recovery() THEN (SELECT timeline_id::bigint FROM pg_control_checkpoint())
          ELSE ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::bigint
        END AS timeline,
        (SELECT oid::bigint FROM pg_database WHERE datname = current_database()) AS database
      FROM pg_control_system()
      """;

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
