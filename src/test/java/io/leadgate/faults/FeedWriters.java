package io.leadgate.faults;

import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.TestDatabase;
import io.leadgate.support.process.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes leads without a pause: vendors post arrays to the nodes, each second array with keys, and
 * other writers hold their own transactions open for a while, and roll some of them back. Uses an
 * HTTP client of its own, because a check of each answer against the contract would take longer
 * than the writing.
 */
final class FeedWriters implements AutoCloseable {

  private static final int ARRAY = 100;
  private static final int HELD_ROWS_MAX = 50;
  private static final int HELD_MILLIS_MAX = 50;
  private static final double ROLLED_BACK = 0.2;
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration MAX = Duration.ofMinutes(2);
  private static final Pattern ACCEPTED = Pattern.compile("\"accepted\":(\\d+)");

  /** Random bits of a UUIDv7 of now. */
  private static final String HELD =
      """
      INSERT INTO lead (id, campaign_id, received_at, remote, pos, fields)
      SELECT (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') || '7'
          || substr(md5(random()::text), 1, 3) || '8' || substr(md5(random()::text), 1, 15))::uuid,
        ?, now(), '192.0.2.1', p.pos, '{"held": "x"}'
      FROM feed_pos_1() AS p(pos), generate_series(1, ?)
      """;

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final Campaign campaign;
  private final String token;
  private final IntFunction<String> nodes;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong lastArray = new AtomicLong();
  private final AtomicLong stored = new AtomicLong();
  private volatile boolean stopping;

  /**
   * @param nodes the URI of the node to which the vendor of that number posts now
   */
  FeedWriters(Campaign campaign, String token, IntFunction<String> nodes) {
    this.campaign = campaign;
    this.token = token;
    this.nodes = nodes;
  }

  FeedWriters startVendors(int vendors) {
    for (int i = 0; i < vendors; i++) {
      int number = i;
      threads.execute(() -> postUntilStopped(number));
    }
    return this;
  }

  FeedWriters startHolders(int holders, TestDatabase database) {
    for (int i = 0; i < holders; i++) {
      threads.execute(() -> holdUntilStopped(database));
    }
    return this;
  }

  private void postUntilStopped(int vendor) {
    while (!stopping) {
      long number = lastArray.incrementAndGet();
      boolean keyed = number % 2 == 0;
      boolean acknowledged = post(vendor, number, keyed);
      while (keyed && !acknowledged && !stopping) {
        acknowledged = post(vendor, number, true);
      }
    }
  }

  private boolean post(int vendor, long number, boolean keyed) {
    try {
      HttpResponse<String> answer =
          CLIENT.send(
              HttpRequest.newBuilder(URI.create(nodes.apply(vendor) + campaign.leads()))
                  .timeout(Duration.ofSeconds(30))
                  .header("Authorization", "Bearer " + token)
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(array(number, keyed)))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      Matcher accepted = ACCEPTED.matcher(answer.body());
      int leads = accepted.find() ? Integer.parseInt(accepted.group(1)) : 0;
      stored.addAndGet(leads);
      if (leads == ARRAY) {
        return true;
      }
    } catch (IOException nodeIsAway) {
      // The array is sent again, or left.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Await.holds(PAUSE, () -> stopping);
    return false;
  }

  private String array(long number, boolean keyed) {
    return IntStream.range(0, ARRAY)
        .mapToObj(i -> "{\"name\":\"%x-%d-%d\"}".formatted(hashCode(), number, i))
        .map(lead -> keyed ? keyed(lead) : lead)
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String keyed(String lead) {
    String key = lead.replaceAll("[^0-9a-f-]", "");
    return "{\"idempotency_key\":\"%s\",\"fields\":%s}".formatted(key, lead);
  }

  private void holdUntilStopped(TestDatabase database) {
    while (!stopping) {
      try (Connection connection = database.connect()) {
        connection.setAutoCommit(false);
        while (!stopping) {
          hold(connection);
        }
      } catch (SQLException serverIsAway) {
        Await.holds(PAUSE, () -> stopping);
      }
    }
  }

  private void hold(Connection connection) throws SQLException {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    try (PreparedStatement insert = connection.prepareStatement(HELD)) {
      insert.setInt(1, campaign.id());
      insert.setInt(2, 1 + random.nextInt(HELD_ROWS_MAX));
      int rows = insert.executeUpdate();
      Await.holds(Duration.ofMillis(random.nextInt(HELD_MILLIS_MAX)), () -> stopping);
      if (random.nextDouble() < ROLLED_BACK) {
        connection.rollback();
      } else {
        connection.commit();
        stored.addAndGet(rows);
      }
    }
  }

  /** The number of leads that are known to be stored. */
  long stored() {
    return stored.get();
  }

  /** Waits until so many leads are known to be stored. */
  void awaitStored(long leads, Duration atMost) {
    Await.until(leads + " leads are stored", atMost, () -> stored.get() >= leads);
  }

  /** Ends the writers, and waits for their last answers. */
  void stop() {
    stopping = true;
    threads.shutdown();
    Await.until("every writer has ended", MAX, threads::isTerminated);
  }

  @Override
  public void close() {
    stopping = true;
    threads.shutdownNow();
  }
}
