package io.leadgate.management;

import io.leadgate.config.Settings;
import io.leadgate.config.SettingsException;
import io.leadgate.postgres.Rows;
import io.leadgate.postgres.StandbyWait;
import io.leadgate.postgres.TimeLimit;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.util.Optional;

/** Finds the users of the admin API, and makes the first user. Thread-safe. */
public final class AdminUsers {

  private static final String ANY = "SELECT EXISTS (SELECT FROM admin_user) AS any";
  private static final String FIND =
      "SELECT password_hash FROM admin_user" + " WHERE username = $1 AND password_hash <> ''";

  /** Makes one user even if two nodes start at once. The commit waits for no standby. */
  private static final String INSERT =
      "WITH "
          + StandbyWait.ALONE_WITHIN
          + " INSERT INTO admin_user (username, password_hash)"
          + " SELECT $1, $2 FROM alone ON CONFLICT DO NOTHING";

  private final Vertx vertx;
  private final Pool pool;
  private final SecureRandom random;

  public AdminUsers(Vertx vertx, Pool pool, SecureRandom random) {
    this.vertx = vertx;
    this.pool = pool;
    this.random = random;
  }

  /**
   * Makes the first user if there is no user yet. Fails with a {@link SettingsException} if a user
   * is to be made and the settings lack the name or the password.
   */
  public Future<Void> makeFirst(Settings.Admin settings) {
    return pool.preparedQuery(ANY)
        .execute()
        .compose(
            rows ->
                Rows.one(rows, row -> row.getBoolean("any"))
                    ? Future.succeededFuture()
                    : make(settings));
  }

  private Future<Void> make(Settings.Admin settings) {
    if (settings.username().isEmpty() || settings.password().isEmpty()) {
      return Future.failedFuture(
          new SettingsException(
              "there is no admin user yet: set LEADGATE_ADMIN_USERNAME and"
                  + " LEADGATE_ADMIN_PASSWORD for the first start"));
    }
    String password = settings.password().get().value();
    return vertx
        .executeBlocking(() -> PasswordHash.of(password, random))
        .compose(
            hash -> pool.preparedQuery(INSERT).execute(Tuple.of(settings.username().get(), hash)))
        .mapEmpty();
  }

  /** A name that PostgreSQL cannot read is the name of no user. */
  Future<Optional<String>> passwordHash(String username) {
    if (username.indexOf('\0') >= 0) {
      return Future.succeededFuture(Optional.empty());
    }
    return TimeLimit.READ.on(
        pool.preparedQuery(FIND)
            .execute(Tuple.of(username))
            .map(rows -> Rows.first(rows, row -> row.getString("password_hash"))));
  }
}
