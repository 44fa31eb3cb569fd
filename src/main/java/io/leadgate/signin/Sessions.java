package io.leadgate.signin;

import io.leadgate.config.Settings;
import io.leadgate.domain.Actor;
import io.leadgate.domain.AdminRole;
import io.leadgate.domain.Coded;
import io.leadgate.domain.Sha256;
import io.leadgate.domain.SignInWay;
import io.leadgate.domain.SignedIn;
import io.leadgate.domain.StorageAway;
import io.leadgate.postgres.Rows;
import io.leadgate.postgres.StandbyWait;
import io.leadgate.postgres.TimeLimit;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Keeps the sessions of browsers in Postgres, so that each node knows a session, and its end, at
 * once. The browser has 256 random bits, and the table their SHA-256. A session ends by a sign-out,
 * with a change of its admin's password, when its admin is disabled, some time after its last
 * request, and some time after the sign-in. Each future fails with {@link StorageAway} and nothing
 * else. Thread-safe.
 */
public final class Sessions {

  private static final int TOKEN_BYTES = 32;
  private static final int OF_AN_ADMIN_MAX = 20;

  /**
   * Begins a session, and writes the audit log. Removes sessions that have ended, and the oldest
   * sessions of an admin that has too many. The commit waits for no standby, because a session that
   * a fail-over loses is a sign-in that is made again.
   */
  private static final String BEGIN =
      "WITH "
          + StandbyWait.ALONE_WITHIN
          + """
          , allowed AS (
            %%s
          ), ended AS (
            DELETE FROM admin_session WHERE expires_at < now()
              OR id IN (SELECT id FROM admin_session WHERE username = $2 ORDER BY id DESC OFFSET %d)
          ), begun AS (
            INSERT INTO admin_session (token_sha256, username, role, remote, expires_at)
            SELECT $1, $2, $3, $4::text::inet, now() + make_interval(secs => $5)
            FROM alone, allowed
            RETURNING username
          ), seen AS (
            UPDATE admin_user SET last_signed_in_at = now() FROM begun
            WHERE admin_user.username = begun.username
          ), noted AS (
            INSERT INTO audit_log (actor_type, actor, action, subject, remote, request_id, details)
            SELECT 'admin', username, 'session.begin', username, $4::text::inet, $6,
              jsonb_build_object('role', allowed.role, 'way', allowed.way)
            FROM begun, allowed
          )
          SELECT username FROM begun
          """
              .formatted(OF_AN_ADMIN_MAX - 1);

  /**
   * The password is still that which was compared; a change of it waits until the session is there.
   * The lock is that of the update of the same row, because two sign-ins that share a weaker lock
   * would wait for each other.
   */
  private static final String BEGIN_OF_USER =
      BEGIN.formatted(
          "SELECT role, 'password' AS way FROM admin_user"
              + " WHERE username = $2 AND password_hash = $7 FOR NO KEY UPDATE");

  /** The role is that of an identity provider, which manages the user. */
  private static final String BEGIN_OF_PROVIDER =
      BEGIN.formatted("SELECT $3::text AS role, 'provider' AS way");

  private static final String FIND =
      "WITH "
          + StandbyWait.ALONE_WITHIN
          + """
          , seen AS (
            UPDATE admin_session SET last_seen_at = now() FROM alone
            WHERE token_sha256 = $1
              AND last_seen_at < now() - least(
                interval '1 minute', make_interval(secs => $2::double precision / 10))
              AND last_seen_at > now() - make_interval(secs => $2) AND expires_at > now()
          )
          SELECT username, coalesce(s.role, u.role) AS role,
            CASE WHEN s.role IS NULL THEN 'password' ELSE 'provider' END AS way
          FROM admin_session s LEFT JOIN admin_user u USING (username)
          WHERE token_sha256 = $1
            AND last_seen_at > now() - make_interval(secs => $2) AND expires_at > now()
            AND coalesce(s.role, u.role) IS NOT NULL AND u.password_hash IS DISTINCT FROM ''
          """;

  private static final String END =
      """
      WITH ended AS (DELETE FROM admin_session WHERE token_sha256 = $1 RETURNING username)
      INSERT INTO audit_log (actor_type, actor, action, subject, remote, request_id, details)
      SELECT 'admin', username, 'session.end', username, $2::text::inet, $3, '{}' FROM ended
      """;

  private static final String END_ALL =
      """
      WITH ended AS (
        DELETE FROM admin_session
        WHERE username = $1 AND ($5::bytea IS NULL OR token_sha256 <> $5) RETURNING username
      )
      INSERT INTO audit_log (actor_type, actor, action, subject, remote, request_id, details)
      SELECT 'admin', $4, 'session.end', username, $2::text::inet, $3,
        jsonb_build_object('sessions', count(*)) FROM ended GROUP BY username
      """;

  private static final String LIVES =
      "last_seen_at > now() - make_interval(secs => $1) AND expires_at > now()";

  private static final String LIST =
      "SELECT host(remote) AS remote, created_at, last_seen_at FROM admin_session WHERE username = $2"
          + " AND "
          + LIVES
          + " ORDER BY last_seen_at DESC, id DESC LIMIT 100";

  /** Passes over the sessions of admins of this gateway. */
  private static final String PROVIDED =
      """
      SELECT username, (array_agg(role ORDER BY id DESC))[1] AS role, count(*) AS sessions,
        max(last_seen_at) AS last_seen_at
      FROM admin_session s
      WHERE NOT EXISTS (SELECT FROM admin_user u WHERE u.username = s.username)
        AND role IS NOT NULL AND %s
      GROUP BY username ORDER BY max(last_seen_at) DESC, username LIMIT $2
      """
          .formatted(LIVES);

  private static final String COUNTS =
      "SELECT username, count(*) AS sessions FROM admin_session WHERE username = ANY ($2) AND "
          + LIVES
          + " GROUP BY username";

  private final Pool pool;
  private final SecureRandom random;
  private final Duration max;
  private final Duration idle;

  /**
   * A session that lives.
   *
   * @param remote the address of the sign-in
   */
  public record Session(String remote, Instant begunAt, Instant lastSeenAt) {}

  /**
   * A user of an identity provider that is signed in.
   *
   * @param role that of the newest session
   */
  public record Provided(String name, AdminRole role, long sessions, Instant lastSeenAt) {}

  public Sessions(Pool pool, SecureRandom random, Settings.Console settings) {
    this.pool = pool;
    this.random = random;
    this.max = settings.sessionMax();
    this.idle = settings.sessionIdle();
  }

  /**
   * Begins a session.
   *
   * @param user the user whose password was right
   * @param actor the sign-in, for the audit log
   * @return the token for the cookie; empty if the user has another password meanwhile
   */
  public Future<Optional<String>> begin(AdminUsers.User user, Actor.Request actor) {
    String token = token();
    return begin(
        token,
        BEGIN_OF_USER,
        row(token, user.name(), Optional.empty(), actor).addString(user.passwordHash()));
  }

  /**
   * Begins a session of a user that an identity provider has signed in.
   *
   * @param user the user, with a name that no admin of this gateway has
   */
  public Future<Optional<String>> begin(SignedIn user, Actor.Request actor) {
    String token = token();
    return begin(
        token, BEGIN_OF_PROVIDER, row(token, user.name(), Optional.of(user.role()), actor));
  }

  private Future<Optional<String>> begin(String token, String statement, Tuple row) {
    return TimeLimit.SHORT_CHANGE.on(
        pool.preparedQuery(statement)
            .execute(row)
            .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(token)));
  }

  private Tuple row(String token, String name, Optional<AdminRole> role, Actor.Request request) {
    return Tuple.of(
        hash(token),
        name,
        role.map(AdminRole::code).orElse(null),
        request.remote(),
        (double) max.toSeconds(),
        request.id());
  }

  private String token() {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The admin whose session lives; empty if there is no such session. */
  public Future<Optional<SignedIn>> find(String token) {
    return TimeLimit.READ.on(
        pool.preparedQuery(FIND)
            .execute(Tuple.of(hash(token), (double) idle.toSeconds()))
            .map(
                rows ->
                    Rows.first(
                        rows,
                        row ->
                            new SignedIn(
                                row.getString("username"),
                                Coded.stored(AdminRole.class, row.getString("role")),
                                Coded.stored(SignInWay.class, row.getString("way"))))));
  }

  /** Ends a session, if it is there. */
  public Future<Void> end(String token, Actor.Request request) {
    return TimeLimit.SHORT_CHANGE.on(
        pool.preparedQuery(END)
            .execute(Tuple.of(hash(token), request.remote(), request.id()))
            .mapEmpty());
  }

  /** Ends all sessions of an admin. */
  public Future<Void> endAll(String username, Actor endedBy) {
    return endAllBut(Optional.empty(), username, endedBy);
  }

  /**
   * Ends the sessions of an admin but one.
   *
   * @param token that of the session that stays
   */
  public Future<Void> endOthers(String token, String username, Actor endedBy) {
    return endAllBut(Optional.of(token), username, endedBy);
  }

  private Future<Void> endAllBut(Optional<String> token, String username, Actor endedBy) {
    return TimeLimit.SHORT_CHANGE.on(
        pool.preparedQuery(END_ALL)
            .execute(
                Tuple.of(
                    username,
                    endedBy.request().map(Actor.Request::remote).orElse(null),
                    endedBy.request().map(Actor.Request::id).orElse(null),
                    endedBy.name(),
                    token.map(Sessions::hash).orElse(null)))
            .mapEmpty());
  }

  /** Lists the sessions of an admin that live, the last used first. */
  public Future<List<Session>> list(String username) {
    return TimeLimit.READ.on(
        pool.preparedQuery(LIST)
            .execute(Tuple.of((double) idle.toSeconds(), username))
            .map(rows -> Rows.all(rows, Sessions::session)));
  }

  /** Lists the users of an identity provider that are signed in, the last seen first. */
  public Future<List<Provided>> provided(int limit) {
    return TimeLimit.READ.on(
        pool.preparedQuery(PROVIDED)
            .execute(Tuple.of((double) idle.toSeconds(), limit))
            .map(
                rows ->
                    Rows.all(
                        rows,
                        row ->
                            new Provided(
                                row.getString("username"),
                                Coded.stored(AdminRole.class, row.getString("role")),
                                row.getLong("sessions"),
                                row.getOffsetDateTime("last_seen_at").toInstant()))));
  }

  /** Counts the sessions that live; an admin without a session is missing. */
  public Future<Map<String, Long>> counts(List<String> usernames) {
    return TimeLimit.READ.on(
        pool.preparedQuery(COUNTS)
            .execute(
                Tuple.of((double) idle.toSeconds())
                    .addArrayOfString(usernames.toArray(String[]::new)))
            .map(
                rows ->
                    Rows.all(rows, Function.identity()).stream()
                        .collect(
                            Collectors.toMap(
                                row -> row.getString("username"),
                                row -> row.getLong("sessions")))));
  }

  private static Session session(Row row) {
    return new Session(
        row.getString("remote"),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("last_seen_at").toInstant());
  }

  private static Buffer hash(String token) {
    return Buffer.buffer(Sha256.of(token));
  }
}
