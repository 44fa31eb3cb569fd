package io.leadgate.duplicates;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Http;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Six vendors that post leads to all nodes: alone, in arrays, and twice with a key. Values come
 * again within some fifty leads, each in several spellings.
 */
final class DuplicateVendors implements AutoCloseable {

  private static final int VENDORS = 6;
  private static final String KEY = "Idempotency-Key";

  /** The pause of a vendor behind each answer, because the leads of before are hashed slowly. */
  private static final Duration PAUSE = Duration.ofMillis(20);

  /** The values of a lead are some of this many, and older values come no more. */
  private static final int VALUES = 25;

  private final List<RunningGateway> nodes;
  private final String token;
  private final int judged;
  private final List<Integer> others;
  private final AtomicInteger made = new AtomicInteger();
  private final Queue<PostedLead> posted = new ConcurrentLinkedQueue<>();
  private final Queue<Replay> replays = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<CompletableFuture<Void>> vendors = new ArrayList<>();
  private volatile boolean stopping;

  /**
   * Lets the vendors begin.
   *
   * @param judged the campaign with the rules, which gets six leads of ten
   * @param others two campaigns without rules
   */
  DuplicateVendors(List<RunningGateway> nodes, String token, int judged, List<Integer> others) {
    this.nodes = nodes;
    this.token = token;
    this.judged = judged;
    this.others = others;
    for (int i = 0; i < VENDORS; i++) {
      SplittableRandom random = new SplittableRandom(i);
      vendors.add(CompletableFuture.runAsync(() -> post(random), threads));
    }
  }

  static String leads(int campaign) {
    return "/v1/campaigns/" + campaign + "/leads";
  }

  /** Stops the vendors, each behind its next answer. */
  void stop() {
    stopping = true;
    vendors.forEach(CompletableFuture::join);
  }

  @Override
  public void close() {
    stopping = true;
    threads.shutdownNow();
  }

  List<PostedLead> posted() {
    return List.copyOf(posted);
  }

  List<Replay> replays() {
    return List.copyOf(replays);
  }

  private void post(SplittableRandom random) {
    while (!stopping) {
      int campaign = random.nextInt(10) < 6 ? judged : others.get(random.nextInt(2));
      switch (random.nextInt(8)) {
        case 0, 1 -> postArray(campaign, 1 + random.nextInt(8), random);
        case 2 -> postTwice(campaign, random);
        default -> {
          Values values = values(random);
          post(vendor(random), campaign, List.of(values), values.json(random));
        }
      }
      RulesUnderTraffic.pass(PAUSE);
    }
  }

  private Http vendor(SplittableRandom random) {
    return nodes.get(random.nextInt(nodes.size())).api().bearer(token);
  }

  private Values values(SplittableRandom random) {
    return Values.of(made.incrementAndGet() / 3, random);
  }

  private void postArray(int campaign, int count, SplittableRandom random) {
    List<Values> some = Stream.generate(() -> values(random)).limit(count).toList();
    String bodies = String.join(",", some.stream().map(values -> values.json(random)).toList());
    post(vendor(random), campaign, some, "[" + bodies + "]");
  }

  /** Posts a lead with a key, and again on any node. A rejected lead is judged again. */
  private void postTwice(int campaign, SplittableRandom random) {
    Values values = values(random);
    String body = values.json(random);
    String key = "key-" + made.get() + "-" + random.nextInt();
    PostedLead lead = postKeyed(vendor(random), key, campaign, values, body);
    if (lead.isAccepted()) {
      Http vendor = vendor(random).with(KEY, key);
      replays.add(new Replay(lead, vendor.post(leads(campaign), body).json()));
    } else {
      postKeyed(vendor(random), key, campaign, values, body);
    }
  }

  private PostedLead postKeyed(Http vendor, String key, int campaign, Values values, String body) {
    return post(vendor.with(KEY, key), campaign, List.of(values), body).getFirst();
  }

  private List<PostedLead> post(Http vendor, int campaign, List<Values> some, String body) {
    long sent = System.nanoTime();
    JsonNode answer = vendor.post(leads(campaign), body).json();
    long answered = System.nanoTime();
    List<PostedLead> leads = new ArrayList<>();
    for (int i = 0; i < some.size(); i++) {
      leads.add(
          new PostedLead(
              campaign,
              some.get(i).email(),
              some.get(i).phone(),
              sent,
              answered,
              body.startsWith("[") ? answer.path("results").path(i) : answer));
    }
    posted.addAll(leads);
    return leads;
  }

  /** The answer to a lead that was accepted before with the same key. */
  record Replay(PostedLead lead, JsonNode again) {}

  /** The values of a lead, in their normal forms. */
  private record Values(String email, String phone) {

    static Values of(int newest, SplittableRandom random) {
      return new Values(
          "u%d@example.com".formatted(newest + random.nextInt(VALUES)),
          "+1212555%04d".formatted((newest + random.nextInt(VALUES)) % 10_000));
    }

    String json(SplittableRandom random) {
      String spelledEmail = random.nextBoolean() ? email : " " + email.replace("u", "U");
      String spelledPhone =
          random.nextBoolean()
              ? phone
              : "(%s) %s-%s"
                  .formatted(phone.substring(2, 5), phone.substring(5, 8), phone.substring(8));
      return "{\"email\":\"%s\",\"phone\":\"%s\"}".formatted(spelledEmail, spelledPhone);
    }
  }
}
