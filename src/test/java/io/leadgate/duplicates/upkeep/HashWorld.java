package io.leadgate.duplicates.upkeep;

import io.leadgate.domain.HashKind;
import io.leadgate.domain.HashUse;
import io.leadgate.domain.LeadHash;
import io.leadgate.domain.LeadId;
import io.leadgate.domain.LeadType;
import io.leadgate.duplicates.LeadHashes;
import io.leadgate.duplicates.upkeep.WorkTurn.Outcome;
import io.leadgate.store.HashKinds;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import io.leadgate.telemetry.Event;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.SqlConnection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A database with campaigns and leads, in which a test does the upkeep of hashes step by step. The
 * lead sources and lead types 1 and 2 and the campaigns 1 to 3 are there.
 */
final class HashWorld implements AutoCloseable {

  private static final String SCHEMA =
      """
      CREATE TABLE lead_p PARTITION OF lead DEFAULT;
      INSERT INTO lead_source (id, name) VALUES (1, 'a'), (2, 'b');
      INSERT INTO lead_type (id, name, default_country, fields) VALUES
        (1, 'a', 'US', '[{"name":"phone","type":"phone"},{"name":"email","type":"email"}]'),
        (2, 'b', 'GB', '[{"name":"phone","type":"phone"},{"name":"email","type":"email"}]');
      INSERT INTO campaign (id, lead_source_id, lead_type_id, name) VALUES
        (1, 1, 1, 'a'), (2, 1, 2, 'b'), (3, 2, 1, 'c');
      """;

  private final Vertx vertx = Vertx.vertx();
  private final List<Connection> connections = new ArrayList<>();
  final TestDatabase database = SharedServers.newDatabase();
  final ConcurrentLinkedQueue<Event> events = new ConcurrentLinkedQueue<>();
  private long serial;

  HashWorld() {
    execute(SCHEMA);
  }

  @Override
  public void close() {
    await(vertx.close());
    connections.forEach(HashWorld::close);
    database.close();
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static <T> T await(Future<T> future) {
    try {
      return future.await(60, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  void execute(String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** A connection with an open transaction, which is closed with the world. */
  Connection transaction() throws SQLException {
    Connection connection = database.connect();
    connections.add(connection);
    connection.setAutoCommit(false);
    return connection;
  }

  /** Writes a rule by SQL; what it needs is made by {@link #settle}. */
  void rule(int campaign, String sets, int days, String within) {
    execute(
        """
        UPDATE campaign SET duplicate_rules =
          '{"sets": %s, "days": %d, "action": "flag", "within": "%s"}' WHERE id = %d"""
            .formatted(sets, days, within, campaign));
  }

  void settle() {
    try (Node node = node()) {
      node.settle();
    }
  }

  UUID lead(int campaign, Instant at, String fields) throws SQLException {
    try (Connection connection = database.connect()) {
      return lead(connection, campaign, at, fields);
    }
  }

  UUID lead(Connection connection, int campaign, Instant at, String fields) throws SQLException {
    UUID id = LeadId.of(at.toEpochMilli(), 0, ++serial).value();
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO lead (id, campaign_id, received_at, remote, pos, fields)"
                + " VALUES (?, ?, now(), '192.0.2.1', 1, ?::json)")) {
      insert.setObject(1, id);
      insert.setInt(2, campaign);
      insert.setString(3, fields);
      insert.executeUpdate();
    }
    return id;
  }

  /** Inserts leads of a campaign whose e-mails differ, with ids a millisecond apart. */
  void leads(int campaign, Instant from, int count) {
    execute(
        """
        INSERT INTO lead (id, campaign_id, received_at, remote, pos, fields)
        SELECT (lpad(to_hex(%d + n), 12, '0') || '70008000' || lpad('%d', 12, '0'))::uuid,
          %d, now(), '192.0.2.1', 1, json_build_object('email', 'a' || n || '@example.com')
        FROM generate_series(1, %d) AS t(n)"""
            .formatted(from.toEpochMilli(), campaign, campaign, count));
  }

  static String email(String name) {
    return "{\"email\":\"" + name + "@example.com\"}";
  }

  /** The hash of a lead that has the hash of the kind. */
  static UUID hash(HashKind kind, LeadType type, String fields) {
    List<HashUse> uses = List.of(new HashUse(kind, Optional.empty()));
    List<LeadHash> hashes = LeadHashes.of(fields, type, uses, Instant.EPOCH);
    return hashes.getFirst().hash();
  }

  /** The rows of the table of hashes. */
  Map<UUID, UUID> hashes() throws SQLException {
    Map<UUID, UUID> hashes = new TreeMap<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT h, lead_id FROM duplicate")) {
      while (row.next()) {
        hashes.put(row.getObject(1, UUID.class), row.getObject(2, UUID.class));
      }
    }
    return hashes;
  }

  long count(String tableAndCondition) {
    return database.number("SELECT count(*) FROM " + tableAndCondition);
  }

  long version() {
    return database.number("SELECT version FROM state_version");
  }

  List<Integer> built() {
    return events.stream()
        .flatMap(
            event ->
                event instanceof Event.HashesBuilt built
                    ? Stream.of(built.hashes())
                    : Stream.<Integer>empty())
        .toList();
  }

  /** Lets the next step begin at once. */
  void endRest() {
    execute("UPDATE duplicate_work SET rests_until = '-infinity'");
  }

  /** Lets the kinds be old enough to be known everywhere. */
  void passTime() {
    execute(
        "UPDATE hash_kind SET made_at = made_at - interval '1 hour',"
            + " seen_at = seen_at - interval '59 minutes'");
  }

  Node node() {
    return new Node(await(PgConnection.connect(vertx, options())));
  }

  PgConnectOptions options() {
    return PgConnectOptions.fromUri(database.uri())
        .addProperty("plan_cache_mode", "force_custom_plan");
  }

  /** A node that does one step at a time. */
  final class Node implements AutoCloseable {

    private final SqlConnection connection;
    private final HashBuild build = new HashBuild(vertx, Duration.ZERO, events::add);
    private final HashSweep sweep =
        new HashSweep(Duration.ofHours(1), Duration.ofSeconds(30), events::add);

    private Node(SqlConnection connection) {
      this.connection = connection;
    }

    @Override
    public void close() {
      await(connection.close());
    }

    void settle() {
      await(connection.query("BEGIN; SELECT raise_state_version()").execute());
      // The plan is made off the event loop of its caller.
      Promise<Boolean> settled = Promise.promise();
      vertx.runOnContext(on -> HashKinds.settle(connection).onComplete(settled));
      await(settled.future());
      await(connection.query("COMMIT").execute());
    }

    /** Does a step of the building after the rest. */
    Outcome build() {
      endRest();
      return buildWithoutPause();
    }

    Outcome buildWithoutPause() {
      return await(build.step(connection));
    }

    Future<Outcome> buildLater() {
      endRest();
      return build.step(connection);
    }

    /** Does all steps up to the first chunk. */
    void begin() {
      build();
      passTime();
      build();
      build();
    }

    /** Does all steps, as long as there is work that need not wait. */
    void buildAll() {
      begin();
      finish();
    }

    /** Does all steps from a chunk on, as long as there is work that need not wait. */
    void finish() {
      Outcome last;
      do {
        last = build();
      } while (last == Outcome.WORKED);
    }

    Outcome sweep() {
      endRest();
      return await(sweep.step(connection));
    }
  }
}
