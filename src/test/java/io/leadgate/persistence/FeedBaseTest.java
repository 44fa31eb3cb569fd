package io.leadgate.persistence;

import static io.leadgate.persistence.RunningPersistence.await;
import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import io.leadgate.telemetry.Event;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the base of the feed in a database whose leads have come from elsewhere. */
class FeedBaseTest {

  private static final int NODES = 8;

  private final TestDatabase database = SharedServers.newDatabase();

  @BeforeEach
  void makePartition() throws SQLException {
    execute("CREATE TABLE lead_p PARTITION OF lead DEFAULT");
  }

  @AfterEach
  void close() {
    database.close();
  }

  /** Makes the rows those of another cluster. */
  private void importWith(long base, long pos) throws SQLException {
    execute("UPDATE feed SET system_identifier = 1, base = " + base);
    insertAt(pos);
  }

  private void insertAt(long pos) throws SQLException {
    execute(
        "INSERT INTO lead (id, campaign_id, received_at, remote, pos, fields)"
            + " VALUES (gen_random_uuid(), 1, now(), '192.0.2.1', %d, '{}')".formatted(pos));
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long base() {
    return database.number(
        "SELECT base FROM feed JOIN pg_control_system() USING (system_identifier)");
  }

  /** Looks from many nodes at once, and returns the events. */
  private List<Event> lookFromAllNodes() {
    return lookFromAllNodes("off");
  }

  private List<Event> lookFromAllNodes(String readOnly) {
    ConcurrentLinkedQueue<Event> events = new ConcurrentLinkedQueue<>();
    Vertx vertx = Vertx.vertx();
    Pool pool =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(NODES))
            .connectingTo(
                PgConnectOptions.fromUri(database.uri())
                    .addProperty("default_transaction_read_only", readOnly))
            .using(vertx)
            .build();
    FeedBase feedBase = new FeedBase(pool, events::add);
    await(Future.all(Stream.generate(feedBase::raiseWhereNew).limit(NODES).toList()));
    await(vertx.close());
    return List.copyOf(events);
  }

  @Test
  void theBaseIsRaisedOnceAboveEachPlace() throws SQLException {
    importWith(3, (7L << 40) + 5);

    assertThat(lookFromAllNodes()).containsExactly(new Event.FeedBaseRaised(1_007));
    assertThat(base()).isEqualTo(1_007);
    assertThat(lookFromAllNodes()).isEmpty();
    assertThat(base()).isEqualTo(1_007);
  }

  @Test
  void theBaseIsRaisedAboveItselfWhereTheLeadsAreGone() throws SQLException {
    importWith(50, 5);

    assertThat(lookFromAllNodes()).containsExactly(new Event.FeedBaseRaised(1_050));
  }

  /** The leads were loaded from a dump without the row of the feed. */
  @Test
  void theBaseIsRaisedOnceAboveLeadsWhosePlacesAreToCome() throws SQLException {
    insertAt((7L << 40) + 5);

    assertThat(lookFromAllNodes()).containsExactly(new Event.FeedBaseRaised(1_007));
    assertThat(base()).isEqualTo(1_007);
    assertThat(lookFromAllNodes()).isEmpty();
  }

  /** The leads are those of a cluster with more transactions, and of the same base. */
  @Test
  void theBaseIsRaisedAboveLeadsOfTheNextTransactionAndNotOfTheLast() throws SQLException {
    long place =
        database.number(
            "SELECT %s + pg_current_xact_id()::text::bigint FROM feed"
                .formatted(FeedBase.BEGINNING));
    insertAt(place);
    assertThat(lookFromAllNodes()).isEmpty();

    insertAt(place + 1_000_000);
    assertThat(lookFromAllNodes()).containsExactly(new Event.FeedBaseRaised(1_001));
  }

  @Test
  void aServerThatIsReadOnlyIsLookedAt() {
    assertThat(lookFromAllNodes("on")).isEmpty();
  }

  /** A look at all partitions would take too long, and too many locks, for each connection. */
  @Test
  void aConnectionThatOpensLooksAtNoLead() throws SQLException {
    Vertx vertx = Vertx.vertx();
    try (Connection holder = database.connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("LOCK TABLE lead, lead_p IN ACCESS EXCLUSIVE MODE");
      PgConnectOptions options =
          PgConnectOptions.fromUri(database.uri()).addProperty("lock_timeout", "1s");
      SqlConnection connection = await(PgConnection.connect(vertx, options));
      Pool none = PgBuilder.pool().connectingTo(options).using(vertx).build();

      assertThatCode(() -> await(new FeedBase(none, event -> {}).check(connection)))
          .doesNotThrowAnyException();
    } finally {
      await(vertx.close());
    }
  }

  @Test
  void theBaseIsRaisedBeforeTheFirstLeadIsStored() throws SQLException {
    importWith(0, (1L << 40) + 5);
    execute("DROP TABLE lead_p");
    try (RunningPersistence persistence = new RunningPersistence(database, Map.of())) {
      assertThat(persistence.events(Event.FeedBaseRaised.class))
          .containsExactly(new Event.FeedBaseRaised(1_000));
      await(persistence.store(persistence.lead(LEAD)));

      assertThat(database.number("SELECT pos >> 40 FROM lead")).isEqualTo(1_001);
    }
  }
}
