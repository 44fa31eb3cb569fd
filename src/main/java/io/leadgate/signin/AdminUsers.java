package io.leadgate.signin;

import io.leadgate.config.Settings;
import io.leadgate.config.SettingsException;
import io.leadgate.domain.AdminRole;
import io.leadgate.domain.Coded;
import io.leadgate.domain.SignInWay;
import io.leadgate.domain.SignedIn;
import io.leadgate.postgres.Rows;
import io.leadgate.postgres.StandbyWait;
import io.leadgate.postgres.TimeLimit;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** Finds the users of the admin API, and makes the first user. Thread-safe. */
public final class AdminUsers {

  private static final String ANY = "SELECT EXISTS (SELECT FROM admin_user) AS any";
  private static final String FIND =
      "SELECT password_hash, role FROM admin_user WHERE username = $1";

  /** Makes one user even if two nodes start at once. The commit waits for no standby. */
  private static final String INSERT =
      "WITH "
          + StandbyWait.ALONE_WITHIN
          + " INSERT INTO admin_user (username, password_hash)"
          + " SELECT $1, $2 FROM alone ON CONFLICT DO NOTHING";

  private static final int PASSWORD_BYTES = 18;

  private final Vertx vertx;
  private final Pool pool;
  private final SecureRandom random;

  /** A user that is enabled, with the hash of its password. */
  public record User(String name, AdminRole role, String passwordHash) {
    SignedIn signedIn() {
      return new SignedIn(name, role, SignInWay.PASSWORD);
    }
  }

  /** The role of a user, as far as this gateway knows the user. */
  sealed interface StoredRole {
    record Of(AdminRole role) implements StoredRole {}

    record Disabled() implements StoredRole {}

    record Unknown() implements StoredRole {}
  }

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
    return hash(settings.password().get().value())
        .compose(
            hash -> pool.preparedQuery(INSERT).execute(Tuple.of(settings.username().get(), hash)))
        .mapEmpty();
  }

  /** Makes a password of 144 random bits. */
  public String newPassword() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Makes the hash of a password, on a worker thread. */
  public Future<String> hash(String password) {
    return vertx.executeBlocking(() -> PasswordHash.of(password, random), false);
  }

  /** Finds an enabled user. A name that PostgreSQL cannot read is the name of no user. */
  Future<Optional<User>> find(String username) {
    return row(username).map(found -> found.filter(user -> !user.passwordHash().isEmpty()));
  }

  /** Finds the role of a user that a proxy has signed in. */
  Future<StoredRole> role(String username) {
    return row(username)
        .map(
            found ->
                found
                    .<StoredRole>map(
                        user ->
                            user.passwordHash().isEmpty()
                                ? new StoredRole.Disabled()
                                : new StoredRole.Of(user.role()))
                    .orElseGet(StoredRole.Unknown::new));
  }

  private Future<Optional<User>> row(String username) {
    if (username.indexOf('\0') >= 0) {
      return Future.succeededFuture(Optional.empty());
    }
    return TimeLimit.READ.on(
        pool.preparedQuery(FIND)
            .execute(Tuple.of(username))
            .map(
                rows ->
                    Rows.first(
                        rows,
                        row ->
                            new User(
                                username,
                                Coded.stored(AdminRole.class, row.getString("role")),
                                row.getString("password_hash")))));
  }
}
