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
 * Vendors that post one lead after the other, every second one with an idempotency key, and
 * remember what became of each post. A lead with a key is sent again until it is acknowledged.
 */
final class Vendors implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final Duration MAX = Duration.ofSeconds(90);

  private final Campaign campaign;
  private final ExecutorService threads;
  private final ConcurrentLinkedQueue<Post> posts = new ConcurrentLinkedQueue<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final ConcurrentLinkedQueue<AssertionError> broken = new ConcurrentLinkedQueue<>();
  private volatile boolean stopping;

  /**
   * One post.
   *
   * @param lead the name of the lead, which is its key too, if it has one
   * @param answer empty where the connection was refused, or closed without an answer
   */
  record Post(String lead, boolean keyed, long sentAt, long endedAt, Optional<Answer> answer) {

    boolean acknowledged() {
      return answer.filter(one -> one.status() == 201 || one.status() == 200).isPresent();
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

  /** Each lead is posted as its number says. */
  static Vendors start(int vendors, IntFunction<Http> api, Campaign campaign) {
    Vendors started = new Vendors(campaign, vendors);
    for (int i = 0; i < vendors; i++) {
      started.threads.execute(() -> started.postUntilStopped(api));
    }
    return started;
  }

  private void postUntilStopped(IntFunction<Http> each) {
    while (!stopping) {
      int number = numbers.incrementAndGet();
      Http api = each.apply(number);
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
      broken.add(undocumented);
      return Optional.empty();
    }
  }

  /** Waits until so many more leads are acknowledged, all of them sent from now on. */
  void awaitAcknowledged(int more) {
    long now = System.nanoTime();
    Await.until(
        more + " leads acknowledged",
        MAX,
        () -> acknowledged().filter(post -> post.sentAt() - now > 0).count() >= more);
  }

  /** How many posts are acknowledged in that time from now on. */
  long acknowledgedWithin(Duration time) {
    long began = System.nanoTime();
    Await.until("the time is over", MAX, () -> System.nanoTime() - began > time.toNanos());
    return acknowledged()
        .filter(post -> post.endedAt() - began >= 0)
        .filter(post -> post.endedAt() - began <= time.toNanos())
        .count();
  }

  /** Sends no new lead, and waits for the answers that are outstanding. */
  void stop() {
    stopping = true;
    threads.shutdown();
    Await.until("every post ended", MAX, threads::isTerminated);
    assertThat(broken).isEmpty();
  }

  /** After the stop: sends every lead with a key once more, and on until it is acknowledged. */
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

  /** Every lead that was acknowledged is stored, under the id that its vendor was told. */
  void assertNothingAcknowledgedIsLost(Fixtures fixtures) {
    List<Post> told = acknowledged().toList();
    long stored =
        fixtures.number(
            "SELECT count(*) FROM unnest(string_to_array(?, ','), string_to_array(?, ','))"
                + " AS told(id, name) JOIN lead ON lead.id = told.id::uuid"
                + " AND lead.campaign_id = ? AND lead.fields->>'name' = told.name",
            joined(told, Post::id),
            joined(told, Post::lead),
            campaign.id());
    assertThat(told).isNotEmpty();
    assertThat(stored).isEqualTo(told.size());
    assertThat(fixtures.storedLeads(campaign)).isGreaterThanOrEqualTo(created(told));
  }

  private static long created(List<Post> told) {
    return told.stream().map(Post::id).distinct().count();
  }

  /** Of every lead with a key that was acknowledged there is exactly one. */
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
