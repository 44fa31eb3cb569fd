package io.leadgate.persistence;

import io.leadgate.postgres.AdvisoryLock;
import io.leadgate.postgres.StandbyWait;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Makes the partitions of the lead and quarantine tables ahead of time: one for each UTC day, which
 * is a range of ids. By CREATE and then ATTACH, since {@code CREATE … PARTITION OF} would lock the
 * parent against inserts, and under an advisory lock, since all nodes do it. The commit waits for
 * no standby, because a standby that is away must not keep a gateway from starting; the standby
 * gets a partition before any lead in it.
 */
public final class Partitions {

  private static final List<String> TABLES = List.of("lead", "quarantine");

  /** Yesterday is there for a node whose clock is behind. */
  private static final int DAYS_BEHIND = 1;

  private static final int DAYS_AHEAD = 7;
  private static final long MAKE_SECONDS_MAX = 10;

  private final Pool pool;
  private final InstantSource clock;
  private final Telemetry telemetry;

  public Partitions(Pool pool, InstantSource clock, Telemetry telemetry) {
    this.pool = pool;
    this.clock = clock;
    this.telemetry = telemetry;
  }

  private record Partition(String table, LocalDate day) {
    String name() {
      return table + "_p" + DateTimeFormatter.BASIC_ISO_DATE.format(day);
    }

    String create() {
      return "CREATE TABLE %s (LIKE %s INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED)"
          .formatted(name(), table);
    }

    /**
     * Lets the planner think that a lead's campaign is one of many. Where it saw few, it would look
     * for those of one among all that are newest, and for those of an empty one through the table.
     */
    String hint() {
      return "ALTER TABLE %s ALTER campaign_id SET (n_distinct = 1000)".formatted(name());
    }

    String attach() {
      return "ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM ('%s') TO ('%s')"
          .formatted(table, name(), firstIdOn(day), firstIdOn(day.plusDays(1)));
    }
  }

  /** Completes when every partition that may be written to in the next days is there. */
  Future<Void> make() {
    return missing(pool)
        .compose(
            missing ->
                missing.isEmpty()
                    ? Future.<Void>succeededFuture()
                    : pool.withTransaction(this::makeUnderLock))
        .timeout(MAKE_SECONDS_MAX, TimeUnit.SECONDS);
  }

  private Future<Void> makeUnderLock(SqlConnection connection) {
    return connection
        .query(StandbyWait.ALONE)
        .execute()
        .compose(
            alone ->
                connection
                    .preparedQuery("SELECT pg_advisory_xact_lock($1)")
                    .execute(Tuple.of(AdvisoryLock.MAKE_PARTITIONS.key())))
        .compose(locked -> missing(connection))
        .compose(missing -> makeAll(connection, missing));
  }

  private Future<Void> makeAll(SqlConnection connection, List<Partition> partitions) {
    Future<Void> made = Future.succeededFuture();
    for (Partition partition : partitions) {
      made =
          made.compose(before -> connection.query(partition.create()).execute())
              .compose(created -> connection.query(partition.hint()).execute())
              .compose(hinted -> connection.query(partition.attach()).execute())
              .mapEmpty();
    }
    return made.onSuccess(done -> telemetry.emit(new Event.PartitionsMade(partitions.size())));
  }

  private Future<List<Partition>> missing(io.vertx.sqlclient.SqlClient client) {
    List<Partition> wanted = wanted();
    return client
        .preparedQuery(
            "SELECT name FROM unnest($1::text[]) AS t(name) WHERE to_regclass(name) IS NULL")
        .execute(Tuple.of((Object) wanted.stream().map(Partition::name).toArray(String[]::new)))
        .map(
            rows -> {
              List<String> names = new ArrayList<>();
              rows.forEach(row -> names.add(row.getString("name")));
              return wanted.stream().filter(one -> names.contains(one.name())).toList();
            });
  }

  private List<Partition> wanted() {
    LocalDate today = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
    List<Partition> wanted = new ArrayList<>();
    for (int day = -DAYS_BEHIND; day <= DAYS_AHEAD; day++) {
      for (String table : TABLES) {
        wanted.add(new Partition(table, today.plusDays(day)));
      }
    }
    return wanted;
  }

  /**
   * The least UUID whose first 48 bits say that time, or the next millisecond where it lies between
   * two; no UUIDv7 of that time or later is less.
   */
  static UUID firstIdAt(Instant time) {
    Instant whole = time.truncatedTo(ChronoUnit.MILLIS);
    long millis = whole.toEpochMilli();
    return new UUID((whole.equals(time) ? millis : millis + 1) << 16, 0);
  }

  private static UUID firstIdOn(LocalDate day) {
    return firstIdAt(day.atStartOfDay().toInstant(ZoneOffset.UTC));
  }
}
