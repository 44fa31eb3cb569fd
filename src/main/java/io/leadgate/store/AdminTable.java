package io.leadgate.store;

import io.leadgate.domain.Actor;
import io.leadgate.domain.StorageAway;
import io.leadgate.postgres.Rows;
import io.leadgate.postgres.TimeLimit;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Writes the users of the admin API. A user without a hash is disabled. Each future fails with
 * {@link StorageAway} and nothing else. Thread-safe.
 */
public final class AdminTable {

  /** The hash of a user that is disabled, which fits no password. */
  private static final String DISABLED = "";

  private static final String LIST =
      "SELECT username, created_at, password_hash = '' AS disabled FROM admin_user"
          + " ORDER BY username";

  /** Tells whether the user is new: a row that was never updated has no xmax. */
  private static final String SET =
      "INSERT INTO admin_user (username, password_hash) VALUES ($1, $2)"
          + " ON CONFLICT (username) DO UPDATE SET password_hash = excluded.password_hash"
          + " RETURNING xmax = 0 AS is_new";

  private static final String DISABLE =
      "UPDATE admin_user SET password_hash = '' WHERE username = $1 AND password_hash <> ''";

  private static final String FIND = "SELECT password_hash FROM admin_user WHERE username = $1";

  private final Pool pool;
  private final StateChange change;

  /** A user of the admin API. */
  public record Admin(String username, Instant createdAt, boolean enabled) {}

  public AdminTable(Pool pool, StateChange change) {
    this.pool = pool;
    this.change = change;
  }

  /** Lists all users by name. */
  public Future<List<Admin>> list() {
    return TimeLimit.READ.on(
        pool.query(LIST)
            .execute()
            .map(
                rows ->
                    Rows.all(
                        rows,
                        row ->
                            new Admin(
                                row.getString("username"),
                                row.getOffsetDateTime("created_at").toInstant(),
                                !row.getBoolean("disabled")))));
  }

  /**
   * Sets the password of a user, which is made if it is not there, and enabled if it is disabled.
   *
   * @return whether the user is new
   */
  public Future<Change<Boolean>> setPassword(String username, String hash, Actor actor) {
    return change.run(
        actor,
        "admin_user.set_password",
        connection ->
            connection
                .preparedQuery(SET)
                .execute(Tuple.of(username, hash))
                .map(rows -> Rows.one(rows, row -> row.getBoolean("is_new")))
                .map(
                    isNew ->
                        new Change.Made<>(
                            isNew, username, StoredJson.object().put("is_new", isNew))));
  }

  /** Lets a user log in no more, until it gets a password again. */
  public Future<Change<String>> disable(String username, Actor actor) {
    return change.run(
        actor,
        "admin_user.disable",
        connection ->
            connection
                .preparedQuery(FIND)
                .execute(Tuple.of(username))
                .map(rows -> Rows.first(rows, row -> row.getString("password_hash")))
                .compose(
                    found ->
                        found.isEmpty() || found.get().equals(DISABLED)
                            ? Future.succeededFuture(unchanged(username, found))
                            : connection
                                .preparedQuery(DISABLE)
                                .execute(Tuple.of(username))
                                .map(
                                    done ->
                                        new Change.Made<>(
                                            username, username, StoredJson.object()))));
  }

  private static Change<String> unchanged(String username, Optional<String> found) {
    return found.isPresent() ? new Change.Unchanged<>(username) : new Change.NotThere<>();
  }
}
