package io.leadgate.faults;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Posts leads without a pause, each thread as a vendor, and records the result of each post. Every
 * second lead has an idempotency key, and is sent again until it is acknowledged.
 */
final class Vendors implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final Duration MAX = Duration.ofSeconds(90);

  private final Campaign campaign;
  private final ExecutorService threads;
  private final ConcurrentLinkedQueue<Post> posts = new ConcurrentLinkedQueue<>();
  private final AtomicInteger lastNumber = new AtomicInteger();
  private final ConcurrentLinkedQueue<AssertionError> undocumentedAnswers =
      new ConcurrentLinkedQueue<>();
  private volatile boolean stopping;

  /**
   * A post and its answer.
   *
   * @param lead the name of the lead, which is also its key, if it has a key
   * @param answer empty where the connection was refused, or closed without an answer
   */
  record Post(String lead, boolean keyed, long sentAt, long endedAt, Optional<Answer> answer) {

    boolean acknowledged() {
      return answer.filter(got -> got.status() == 201 || got.status() == 200).isPresent();
    }

    String id() {
      return answer.orElseThrow().text("id");
    }
  }

  private Vendors(Campaign campaign, int vendors) {
    this.campaign = campaign;
    this.threads = Executors.newFixedThreadPool(vendors);
  }

  static Vendors start(int vendors, Http api, Campaign campaign) {
    return start(vendors, number -> api, campaign);
  }

  /** Starts vendors that post each lead with the client of its number. */
  static Vendors start(int vendors, IntFunction<Http> clients, Campaign campaign) {
    Vendors started = new Vendors(campaign, vendors);
    for (int i = 0; i < vendors; i++) {
      started.threads.execute(() -> started.postUntilStopped(clients));
    }
    return started;
  }

  private void postUntilStopped(IntFunction<Http> clients) {
    while (!stopping) {
      int number = lastNumber.incrementAndGet();
      Http api = clients.apply(number);
      boolean keyed = number % 2 == 0;
      boolean acknowledged = post(api, "lead-" + number, keyed);
      while (keyed && !acknowledged && !stopping) {
        acknowledged = post(api, "lead-" + number, true);
      }
    }
  }

  private boolean post(Http api, String lead, boolean keyed) {
    Http vendor = keyed ? api.with("Idempotency-Key", lead) : api;
    String body = LEAD.replace("{", "{\"name\":\"" + lead + "\",");
    long sentAt = System.nanoTime();
    Optional<Answer> answer = answer(vendor, body);
    Post post = new Post(lead, keyed, sentAt, System.nanoTime(), answer);
    posts.add(post);
    Await.holds(PAUSE, () -> stopping);
    return post.acknowledged();
  }

  private Optional<Answer> answer(Http vendor, String body) {
    try {
      return Optional.of(vendor.post(campaign.leads(), body));
    } catch (IllegalStateException unanswered) {
      return Optional.empty();
    } catch (AssertionError undocumented) {
      undocumentedAnswers.add(undocumented);
      return Optional.empty();
    }
  }

  /** Waits until that many leads are acknowledged which were sent after this call. */
  void awaitAcknowledged(int more) {
    long now = System.nanoTime();
    Await.until(
        more + " leads acknowledged",
        MAX,
        () -> acknowledged().filter(post -> post.sentAt() - now > 0).count() >= more);
  }

  /** Waits that long, and counts the posts that are acknowledged meanwhile. */
  long acknowledgedWithin(Duration time) {
    long began = System.nanoTime();
    Await.until("the time is over", MAX, () -> System.nanoTime() - began > time.toNanos());
    return acknowledged()
        .filter(post -> post.endedAt() - began >= 0)
        .filter(post -> post.endedAt() - began <= time.toNanos())
        .count();
  }

  /** Sends no further lead, and waits for the outstanding answers. */
  void stop() {
    stopping = true;
    threads.shutdown();
    Await.until("every post ended", MAX, threads::isTerminated);
    assertThat(undocumentedAnswers).isEmpty();
  }

  /** Sends every lead with a key again, until it is acknowledged. Called after the stop. */
  void sendKeyedAgain(Http api) {
    Set<String> left =
        posts.stream().filter(Post::keyed).map(Post::lead).collect(Collectors.toSet());
    Await.until(
        "every lead with a key acknowledged",
        MAX,
        () -> {
          left.removeIf(lead -> post(api, lead, true));
          return left.isEmpty();
        });
  }

  List<Post> posts() {
    return List.copyOf(posts);
  }

  List<Answer> answers() {
    return posts.stream().map(Post::answer).flatMap(Optional::stream).toList();
  }

  private Stream<Post> acknowledged() {
    return posts.stream().filter(Post::acknowledged);
  }

  /** Asserts that every acknowledged lead is stored under the id of its answer. */
  void assertNothingAcknowledgedIsLost(Fixtures fixtures) {
    List<Post> acknowledged = acknowledged().toList();
    long stored =
        fixtures.number(
            "SELECT count(*) FROM unnest(string_to_array(?, ','), string_to_array(?, ','))"
                + " AS answered(id, name) JOIN lead ON lead.id = answered.id::uuid"
                + " AND lead.campaign_id = ? AND lead.fields->>'name' = answered.name",
            joined(acknowledged, Post::id),
            joined(acknowledged, Post::lead),
            campaign.id());
    assertThat(acknowledged).isNotEmpty();
    assertThat(stored).isEqualTo(acknowledged.size());
    assertThat(fixtures.storedLeads(campaign)).isGreaterThanOrEqualTo(created(acknowledged));
  }

  private static long created(List<Post> acknowledged) {
    return acknowledged.stream().map(Post::id).distinct().count();
  }

  /** Asserts that every acknowledged key has exactly one lead. */
  void assertOneLeadOfEachKey(Fixtures fixtures) {
    List<Post> keyed = acknowledged().filter(Post::keyed).toList();
    long keys = keyed.stream().map(Post::lead).distinct().count();
    long leads =
        fixtures.number(
            "SELECT count(*) FROM lead WHERE campaign_id = ?"
                + " AND fields->>'name' = ANY (string_to_array(?, ','))",
            campaign.id(),
            joined(keyed, Post::lead));
    assertThat(keyed).isNotEmpty();
    assertThat(leads).isEqualTo(keys);
    assertThat(created(keyed)).isEqualTo(keys);
  }

  private static String joined(List<Post> posts, Function<Post, String> part) {
    return posts.stream().map(part).collect(Collectors.joining(","));
  }

  @Override
  public void close() {
    stopping = true;
    threads.shutdownNow();
  }
}
