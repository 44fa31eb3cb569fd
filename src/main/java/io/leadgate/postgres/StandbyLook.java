package io.leadgate.postgres;

import io.leadgate.domain.Standbys;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks Postgres how many synchronous standbys it wants and has. */
final class StandbyLook {

  /** Finds each standby as a row without a state if the role lacks the right to see standbys. */
  private static final String LOOK =
      """
      SELECT quote_ident(current_user) AS role,
        pg_has_role(current_user, 'pg_read_all_stats', 'USAGE') AS may_see,
        current_setting('synchronous_standby_names') AS names,
        (SELECT count(*)::int FROM pg_stat_replication
          WHERE state = 'streaming' AND sync_state IN ('sync', 'quorum')) AS live
      """;

  private static final Pattern NUMBERED =
      Pattern.compile("\\s*(?:(?:FIRST|ANY)\\s+)?(\\d{1,9})\\s*\\(.*", Pattern.CASE_INSENSITIVE);

  private StandbyLook() {}

  /**
   * Reads how many standbys Postgres wants and has. Completes with {@link Standbys.Unknown} if
   * Postgres refuses the query.
   *
   * @param required whether at least one standby is wanted, whatever Postgres is set to
   */
  static Future<Standbys> look(SqlClient client, boolean required) {
    return client
        .preparedQuery(LOOK)
        .execute()
        .map(rows -> Rows.one(rows, row -> read(row, required)))
        .recover(
            failure ->
                failure instanceof PgException
                    ? Future.succeededFuture(new Standbys.Unknown())
                    : Future.failedFuture(failure));
  }

  private static Standbys read(Row row, boolean required) {
    if (!row.getBoolean("may_see")) {
      return new Standbys.Hidden(row.getString("role"));
    }
    int wanted = Math.max(required ? 1 : 0, wanted(row.getString("names")));
    return new Standbys.Seen(wanted, row.getInteger("live"));
  }

  /**
   * The number of standbys that a commit waits for.
   *
   * @param names the setting {@code synchronous_standby_names} (PostgreSQL manual, 19.6.2)
   */
  static int wanted(String names) {
    Matcher numbered = NUMBERED.matcher(names);
    if (numbered.lookingAt()) {
      return Integer.parseInt(numbered.group(1));
    }
    return names.isBlank() ? 0 : 1;
  }
}
