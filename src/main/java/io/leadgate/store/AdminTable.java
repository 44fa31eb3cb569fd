package io.leadgate.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.Actor;
import io.leadgate.domain.AdminRole;
import io.leadgate.domain.Coded;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.Slice;
import io.leadgate.domain.StorageAway;
import io.leadgate.postgres.Rows;
import io.leadgate.postgres.TimeLimit;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Reads and writes the users of the admin API. A user without a hash is disabled. Each future fails
 * with {@link StorageAway} and nothing else. Thread-safe.
 */
public final class AdminTable {

  private static final String COLUMNS =
      "SELECT username, role, password_hash <> '' AS enabled, created_at, last_signed_in_at"
          + " FROM admin_user ";

  private static final String LIST = COLUMNS + "ORDER BY username";

  private static final String LIST_AFTER =
      COLUMNS
          + "WHERE ($1::text IS NULL OR username > $1)"
          + " AND ($2::text IS NULL OR strpos(lower(username), lower($2)) > 0)"
          + " ORDER BY username LIMIT $3 + 1";

  private static final String FIND = COLUMNS + "WHERE username = $1";

  private static final String INSERT =
      "INSERT INTO admin_user (username, password_hash, role) VALUES ($1, $2, $3)";

  private static final String SET_PASSWORD =
      "UPDATE admin_user SET password_hash = $2, role = $3 WHERE username = $1";

  private static final String CHANGE_PASSWORD =
      "UPDATE admin_user SET password_hash = $2 WHERE username = $1";

  private static final String SET_ROLE = "UPDATE admin_user SET role = $2 WHERE username = $1";

  private static final String DISABLE =
      "UPDATE admin_user SET password_hash = '' WHERE username = $1";

  private static final String OTHERS =
      "SELECT EXISTS (SELECT FROM admin_user"
          + " WHERE role = 'admin' AND password_hash <> '' AND username <> $1) AS others";

  private final Pool pool;
  private final StateChange change;

  /**
   * A user of the admin API.
   *
   * @param lastSignedInAt the time of the last sign-in at the console
   */
  public record Admin(
      String username,
      AdminRole role,
      boolean enabled,
      Instant createdAt,
      Optional<Instant> lastSignedInAt) {

    /** Whether the user may manage admins. */
    public boolean isKeeper() {
      return enabled && role == AdminRole.ADMIN;
    }
  }

  /** Whether a change may leave the gateway without a user that manages admins. */
  public enum Last {
    /** The change is refused with {@link Refusal#LAST_ADMIN}. */
    STAYS,
    /** The change is made, because an operator at the machine makes another admin. */
    MAY_GO
  }

  public AdminTable(Pool pool, StateChange change) {
    this.pool = pool;
    this.change = change;
  }

  /** Lists all users by name. */
  public Future<List<Admin>> list() {
    return TimeLimit.READ.on(
        pool.query(LIST).execute().map(rows -> Rows.all(rows, AdminTable::read)));
  }

  /**
   * Lists users by name.
   *
   * @param text a part of the names
   * @param after the name behind which the page begins
   */
  public Future<Slice<Admin>> list(Optional<String> text, Optional<String> after, int limit) {
    return TimeLimit.READ.on(
        pool.preparedQuery(LIST_AFTER)
            .execute(Tuple.of(after.orElse(null), text.orElse(null), limit))
            .map(rows -> Rows.all(rows, AdminTable::read))
            .map(found -> Slice.of(found, limit)));
  }

  public Future<Optional<Admin>> find(String username) {
    return TimeLimit.READ.on(
        pool.preparedQuery(FIND)
            .execute(Tuple.of(username))
            .map(rows -> Rows.first(rows, AdminTable::read)));
  }

  private static Admin read(Row row) {
    return new Admin(
        row.getString("username"),
        Coded.stored(AdminRole.class, row.getString("role")),
        row.getBoolean("enabled"),
        row.getOffsetDateTime("created_at").toInstant(),
        Optional.ofNullable(row.getOffsetDateTime("last_signed_in_at"))
            .map(OffsetDateTime::toInstant));
  }

  /** Makes a user. Refused with {@link Refusal#IN_USE} if there is a user of this name. */
  public Future<Change<Admin>> create(String username, String hash, AdminRole role, Actor actor) {
    return change.run(
        actor,
        "admin_user.create",
        connection ->
            held(connection, username)
                .compose(
                    found ->
                        found.isPresent()
                            ? refused(Refusal.IN_USE)
                            : written(
                                connection,
                                INSERT,
                                Tuple.of(username, hash, role.code()),
                                username,
                                StoredJson.object().put("role", role.code()))));
  }

  /**
   * Sets the password of a user, which is made if it is not there, and enabled if it is disabled.
   *
   * @param role the new role; empty for the role that the user has, and for a new user that of
   *     {@link AdminRole#ADMIN}
   * @return whether the user is new
   */
  public Future<Change<Boolean>> setPassword(
      String username, String hash, Optional<AdminRole> role, Actor actor) {
    return change.run(
        actor,
        "admin_user.set_password",
        connection ->
            held(connection, username)
                .compose(found -> setPassword(connection, username, hash, role, found)));
  }

  private static Future<Change<Boolean>> setPassword(
      SqlConnection connection,
      String username,
      String hash,
      Optional<AdminRole> wanted,
      Optional<Admin> found) {
    AdminRole role = wanted.or(() -> found.map(Admin::role)).orElse(AdminRole.ADMIN);
    ObjectNode details = StoredJson.object().put("is_new", found.isEmpty());
    found.ifPresentOrElse(
        before -> noteRole(details, before.role(), role), () -> details.put("role", role.code()));
    return connection
        .preparedQuery(found.isEmpty() ? INSERT : SET_PASSWORD)
        .execute(Tuple.of(username, hash, role.code()))
        .map(done -> new Change.Made<>(found.isEmpty(), username, details));
  }

  /** Sets the password of a user that is there, and enables it if it is disabled. */
  public Future<Change<Admin>> changePassword(String username, String hash, Actor actor) {
    return change.run(
        actor,
        "admin_user.set_password",
        connection ->
            ofThere(
                connection,
                username,
                before -> false,
                before ->
                    written(
                        connection,
                        CHANGE_PASSWORD,
                        Tuple.of(username, hash),
                        username,
                        StoredJson.object().put("is_new", false))));
  }

  private static void noteRole(ObjectNode details, AdminRole from, AdminRole to) {
    if (from != to) {
      details.putObject("role").put("from", from.code()).put("to", to.code());
    }
  }

  /** Sets the role of a user, which is in force with the user's next request. */
  public Future<Change<Admin>> setRole(String username, AdminRole role, Last last, Actor actor) {
    return change.run(
        actor,
        "admin_user.set_role",
        connection ->
            ofThere(
                connection,
                username,
                before -> before.role() == role,
                before -> {
                  ObjectNode details = StoredJson.object();
                  noteRole(details, before.role(), role);
                  return unlessLast(
                      connection,
                      before,
                      last,
                      () ->
                          written(
                              connection,
                              SET_ROLE,
                              Tuple.of(username, role.code()),
                              username,
                              details));
                }));
  }

  /** Lets a user log in no more, until it gets a password again. */
  public Future<Change<Admin>> disable(String username, Last last, Actor actor) {
    return change.run(
        actor,
        "admin_user.disable",
        connection ->
            ofThere(
                connection,
                username,
                before -> !before.enabled(),
                before ->
                    unlessLast(
                        connection,
                        before,
                        last,
                        () ->
                            written(
                                connection,
                                DISABLE,
                                Tuple.of(username),
                                username,
                                StoredJson.object()))));
  }

  private static Future<Change<Admin>> ofThere(
      SqlConnection connection,
      String username,
      Predicate<Admin> isSoAlready,
      Function<Admin, Future<Change<Admin>>> write) {
    return held(connection, username)
        .compose(
            found -> {
              if (found.isEmpty()) {
                return Future.succeededFuture(new Change.NotThere<>());
              }
              return isSoAlready.test(found.get())
                  ? Future.succeededFuture(new Change.Unchanged<>(found.get()))
                  : write.apply(found.get());
            });
  }

  private static Future<Change<Admin>> unlessLast(
      SqlConnection connection, Admin before, Last last, Supplier<Future<Change<Admin>>> write) {
    return before.isKeeper() && last == Last.STAYS
        ? connection
            .preparedQuery(OTHERS)
            .execute(Tuple.of(before.username()))
            .map(rows -> Rows.one(rows, row -> row.getBoolean("others")))
            .compose(others -> others ? write.get() : refused(Refusal.LAST_ADMIN))
        : write.get();
  }

  /** Finds a user; no other change can come between, because the version row is held. */
  private static Future<Optional<Admin>> held(SqlConnection connection, String username) {
    return connection
        .preparedQuery(FIND)
        .execute(Tuple.of(username))
        .map(rows -> Rows.first(rows, AdminTable::read));
  }

  private static Future<Change<Admin>> written(
      SqlConnection connection,
      String statement,
      Tuple values,
      String username,
      ObjectNode details) {
    return connection
        .preparedQuery(statement)
        .execute(values)
        .compose(done -> held(connection, username))
        .map(after -> new Change.Made<>(after.orElseThrow(), username, details));
  }

  private static Future<Change<Admin>> refused(Refusal refusal) {
    return Future.succeededFuture(new Change.Refused<>(refusal));
  }
}
