package io.leadgate.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.leadgate.domain.Actor;
import io.leadgate.domain.Sha256;
import io.leadgate.postgres.StandbyWait;
import io.leadgate.postgres.TimeLimit;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.web.request.RemoteAddress;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Writes sign-ins with a wrong password to the audit log: one entry a minute at most for each
 * address and name, with the number of such sign-ins so far, and 20 a minute in all. A name that no
 * admin has is not written, because people do type a password in place of a name. Confined to one
 * event loop.
 */
public final class RefusedSignIns {

  private static final String NOTE =
      "WITH "
          + StandbyWait.ALONE_WITHIN
          + """
          , named AS (
            SELECT coalesce((SELECT username FROM admin_user WHERE username = $1), $6) AS name
            FROM alone
          )
          INSERT INTO audit_log (actor_type, actor, action, subject, remote, request_id, details)
          SELECT 'admin', name, 'session.refused', name, $2::text::inet, $3,
            jsonb_build_object('way', $4::text, 'wrong', $5::int)
          FROM named
          """;

  /** Stands for a name that no admin has; the colon keeps it apart from every name. */
  private static final String UNKNOWN = ":unknown";

  private static final long MINUTE_MILLIS = Duration.ofMinutes(1).toMillis();
  private static final int ENTRIES_MAX = 10_000;
  private static final int A_MINUTE_MAX = 20;

  private final Pool pool;
  private final InstantSource clock;
  private final Telemetry telemetry;
  private final Cache<String, Noted> noted =
      Caffeine.newBuilder()
          .maximumSize(ENTRIES_MAX)
          .expireAfterWrite(Duration.ofMinutes(10))
          .build();

  private long minuteBegan;
  private int writtenInMinute;

  /**
   * @param count the refusals so far
   * @param writtenAt the time of the last entry, in ms
   */
  private record Noted(int count, long writtenAt) {}

  public RefusedSignIns(Pool pool, InstantSource clock, Telemetry telemetry) {
    this.pool = pool;
    this.clock = clock;
    this.telemetry = telemetry;
  }

  /** Counts a refusal, and writes it unless an entry was written within the last minute. */
  void note(String name, PasswordCheck.LoginForm form, Actor.Request request) {
    long now = clock.millis();
    String key =
        RemoteAddress.network(request.remote()) + ' ' + HexFormat.of().formatHex(Sha256.of(name));
    Noted before = noted.getIfPresent(key);
    boolean isDue = before == null || now - before.writtenAt() >= MINUTE_MILLIS;
    int count = before == null ? 1 : before.count() + 1;
    boolean isWritten = isDue && hasRoom(now);
    noted.put(key, new Noted(count, isWritten ? now : before == null ? 0 : before.writtenAt()));
    if (isWritten) {
      write(name, form, request, count);
    }
  }

  /** A caller may have as many addresses as it likes, and the log is kept for good. */
  private boolean hasRoom(long now) {
    if (now - minuteBegan >= MINUTE_MILLIS) {
      minuteBegan = now;
      writtenInMinute = 0;
    }
    return ++writtenInMinute <= A_MINUTE_MAX;
  }

  /** The sign-in is answered without waiting for the entry. */
  private void write(String name, PasswordCheck.LoginForm form, Actor.Request request, int count) {
    String readable = name.indexOf('\0') >= 0 ? "" : name;
    TimeLimit.SHORT_CHANGE
        .on(
            pool.preparedQuery(NOTE)
                .execute(
                    Tuple.of(
                        readable, request.remote(), request.id(), form.code(), count, UNKNOWN)))
        .onFailure(
            failure ->
                telemetry.emit(
                    Event.ofFailure("the note of a sign-in", Optional.empty(), failure)));
  }
}
