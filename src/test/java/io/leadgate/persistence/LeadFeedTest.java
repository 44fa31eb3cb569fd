package io.leadgate.persistence;

import static io.leadgate.persistence.RunningPersistence.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.FeedCursor;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads pages of the feed, of leads whose campaign was deleted by hand. */
class LeadFeedTest {

  private final TestDatabase database = SharedServers.newDatabase();
  private final Vertx vertx = Vertx.vertx();
  private final Pool pool =
      PgBuilder.pool().connectingTo(PgConnectOptions.fromUri(database.uri())).using(vertx).build();
  private final LeadFeed feed = new LeadFeed(pool);

  @BeforeEach
  void storeLeads() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE lead_p PARTITION OF lead DEFAULT");
      statement.execute("INSERT INTO lead_source (id, name) VALUES (7, 's')");
      statement.execute("INSERT INTO lead_type (id, name) VALUES (1, 't')");
      statement.execute(
          "INSERT INTO campaign (id, lead_source_id, lead_type_id, name)"
              + " VALUES (1, 7, 1, 'there'), (2, 7, 1, 'to be gone')");
      statement.execute(
          "INSERT INTO lead (id, campaign_id, received_at, remote, pos, fields)"
              + " SELECT gen_random_uuid(), 1 + (n < 6)::int, now(), '192.0.2.1', n, '{}'"
              + " FROM generate_series(1, 6) AS t(n)");
      statement.execute("DELETE FROM campaign WHERE id = 2");
    }
  }

  @AfterEach
  void close() {
    await(pool.close());
    await(vertx.close());
    database.close();
  }

  @Test
  void leadsOfAGoneCampaignAreReadAndTheReaderGoesOnBehindThem() {
    LeadFeed.Page first = await(feed.after(FeedCursor.START, 4));
    LeadFeed.Page second = await(feed.after(first.next(), 4));

    assertThat(first.items())
        .extracting(item -> item.cursor().pos())
        .containsExactly(1L, 2L, 3L, 4L);
    assertThat(second.items()).extracting(item -> item.cursor().pos()).containsExactly(5L, 6L);
    assertThat(second.items())
        .extracting(item -> item.lead().leadSourceId())
        .isEqualTo(List.of(Optional.empty(), Optional.of(7)));
  }
}
