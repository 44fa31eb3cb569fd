package io.leadgate.persistence;

import io.leadgate.domain.LeadId;
import io.leadgate.postgres.AdvisoryLock;
import io.leadgate.postgres.StandbyWait;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Makes the daily partitions of the lead and quarantine tables ahead of time. A UTC day is a range
 * of ids. Each partition is created and then attached, because {@code CREATE … PARTITION OF} would
 * lock the parent table against inserts. An advisory lock serialises the nodes. The commit waits
 * for no standby, because a missing standby must not keep a gateway from starting. The standby
 * still receives a partition before any lead of the partition.
 */
public final class Partitions {

  private static final List<String> TABLES = List.of("lead", "quarantine");

  /** Yesterday's partition serves a node with a slow clock. */
  private static final int DAYS_BEHIND = 1;

  private static final int DAYS_AHEAD = 7;
  private static final long SECONDS_MAX = 10;

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
     * Tells the planner to expect many campaigns. With few known campaigns the planner would search
     * the newest leads of all campaigns for a single campaign's leads, and scan the whole table for
     * a campaign without leads.
     */
    String hint() {
      return "ALTER TABLE %s ALTER campaign_id SET (n_distinct = 1000)".formatted(name());
    }

    String attach() {
      return "ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM ('%s') TO ('%s')"
          .formatted(table, name(), firstIdOn(day), firstIdOn(day.plusDays(1)));
    }
  }

  /** The name of the partition for the leads of a day. */
  static String ofLeads(LocalDate day) {
    return new Partition("lead", day).name();
  }

  /**
   * Makes the missing partitions. Completes when all partitions from yesterday to seven days ahead
   * exist.
   */
  Future<Void> make() {
    return missing(pool)
        .compose(
            missing ->
                missing.isEmpty()
                    ? Future.<Void>succeededFuture()
                    : pool.withTransaction(this::makeUnderLock))
        .timeout(SECONDS_MAX, TimeUnit.SECONDS);
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

  private Future<List<Partition>> missing(SqlClient client) {
    List<Partition> wanted = wanted();
    return client
        .preparedQuery(
            "SELECT name FROM unnest($1::text[]) AS t(name) WHERE to_regclass(name) IS NULL")
        .execute(Tuple.of((Object) wanted.stream().map(Partition::name).toArray(String[]::new)))
        .map(
            rows -> {
              List<String> names = new ArrayList<>();
              rows.forEach(row -> names.add(row.getString("name")));
              return wanted.stream().filter(partition -> names.contains(partition.name())).toList();
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

  private static UUID firstIdOn(LocalDate day) {
    return LeadId.leastAt(day.atStartOfDay().toInstant(ZoneOffset.UTC));
  }
}
