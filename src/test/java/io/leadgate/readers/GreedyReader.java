package io.leadgate.readers;

import io.leadgate.support.Fixtures;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A vendor with many leads of the largest size, whose reader asks for all of them on eight
 * connections, and another vendor with a single small lead.
 */
final class GreedyReader implements AutoCloseable {

  private static final int LEADS = 1_001;
  private static final int CONNECTIONS = 8;
  private static final int LISTS = 20;

  /** Inserts leads of 64 KB that Postgres compresses well. */
  private static final String FILL =
      """
      INSERT INTO lead (id, campaign_id, received_at, remote, pos, fields)
      SELECT (lpad(to_hex((extract(epoch FROM now()) * 1000)::bigint), 12, '0') || '7'
          || lpad(to_hex(n), 3, '0') || '8' || substr(md5(n::text), 1, 15))::uuid,
        ?, now(), '192.0.2.1', n, ('{"a":[9e30' || repeat(',9e30', 13000) || ']}')::json
      FROM generate_series(1, %d) AS t(n)
      """
          .formatted(LEADS);

  private final RunningGateway gateway = RunningGateway.start(Map.of());
  private final Http greedy;
  private final Http small;

  GreedyReader() {
    Fixtures fixtures = gateway.fixtures();
    Fixtures.Campaign large = fixtures.campaignOfAnything();
    Fixtures.Campaign other = fixtures.campaignOfAnything();
    fixtures.change(FILL, large.id());
    require(
        201,
        gateway.api().bearer(fixtures.token("lead_receiver")).post(other.leads(), Fixtures.LEAD));
    greedy = reader(fixtures, large);
    small = reader(fixtures, other);
  }

  private Http reader(Fixtures fixtures, Fixtures.Campaign campaign) {
    return gateway
        .api()
        .bearer(fixtures.token(fixtures.boundCredential(campaign.leadSourceId(), "data_api")));
  }

  private static void require(int status, Answer answer) {
    if (answer.status() != status) {
      throw new IllegalStateException(answer.toString());
    }
  }

  /**
   * How long the readers waited.
   *
   * @param small the longest list of the other vendor
   * @param greedy how many lists the greedy reader got meanwhile
   */
  record Waits(Duration small, int greedy) {}

  /** Reads the small list again and again while the greedy reader reads. */
  Waits read() throws Exception {
    AtomicBoolean isOver = new AtomicBoolean();
    AtomicInteger lists = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> reading = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        reading.add(threads.submit(() -> readGreedily(isOver, lists)));
      }
      Duration longest = Duration.ZERO;
      try {
        while (lists.get() < CONNECTIONS) {
          longest = longer(longest, readSmallList());
        }
        for (int i = 0; i < LISTS; i++) {
          longest = longer(longest, readSmallList());
        }
      } finally {
        isOver.set(true);
      }
      for (Future<?> reader : reading) {
        reader.get();
      }
      return new Waits(longest, lists.get());
    }
  }

  private void readGreedily(AtomicBoolean isOver, AtomicInteger lists) {
    while (!isOver.get()) {
      Answer answer = greedy.get("/v1/leads?limit=1000");
      // A busy machine may need more than the 4 s for which a search waits for its turn.
      if (answer.status() != 503 || !answer.problem().equals("overloaded")) {
        require(200, answer);
        lists.incrementAndGet();
      }
    }
  }

  private Duration readSmallList() {
    long began = System.nanoTime();
    require(200, small.get("/v1/leads?limit=1000"));
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  @Override
  public void close() {
    gateway.close();
  }
}
