package io.leadgate.duplicates.upkeep;

import io.leadgate.postgres.Rows;
import io.leadgate.postgres.StandbyWait;
import io.leadgate.store.HashKinds;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;

/** Looks in the state for rules that do not judge yet, and for kinds of hashes to build. */
final class StateLook {

  private static final String IS_BUILDING =
      "SELECT EXISTS (SELECT FROM hash_kind WHERE " + HashBuild.IS_BUILDING + ")";

  private static final String SETTINGS = "SET LOCAL lock_timeout = '900ms'; " + StandbyWait.ALONE;

  private static final String LOCK_STATE = "SELECT FROM state_version FOR UPDATE";

  private StateLook() {}

  /** Returns whether a kind is to be built, after all rules have the kinds that they need. */
  static Future<Boolean> hasKindsToBuild(SqlConnection connection) {
    return isSo(connection, LookBack.IS_UNSETTLED)
        .compose(unsettled -> unsettled ? settle(connection) : Future.succeededFuture())
        .compose(settled -> isSo(connection, IS_BUILDING));
  }

  private static Future<Boolean> isSo(SqlConnection connection, String question) {
    return connection
        .preparedQuery(question)
        .execute()
        .map(rows -> Rows.one(rows, row -> row.getBoolean(0)));
  }

  /** Puts rules in force that were written by hand or before an upgrade. */
  private static Future<Void> settle(SqlConnection connection) {
    return execute(connection, "BEGIN")
        .compose(begun -> execute(connection, SETTINGS))
        .compose(set -> lock(connection))
        .compose(locked -> HashKinds.settle(connection))
        .compose(
            settled -> execute(connection, "COMMIT"),
            failure ->
                execute(connection, "ROLLBACK")
                    .transform(rolledBack -> Future.failedFuture(failure)));
  }

  /**
   * Keeps all other changes of the state away until the transaction ends. The version rises only if
   * something is written, because each rise makes all nodes read.
   */
  static Future<Void> lock(SqlConnection connection) {
    return execute(connection, LOCK_STATE);
  }

  private static Future<Void> execute(SqlConnection connection, String sql) {
    return connection.query(sql).execute().mapEmpty();
  }
}
