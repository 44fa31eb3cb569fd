import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Vendors behind a load balancer, while nodes are stopped and started: {@code java
 * RollingVendor.java <nodes> <path of the leads> <token> <ids> <end>}. Each vendor posts one lead
 * after the other with a key, to the nodes in turn, and sends a lead again, at the next node, where
 * a node is away or answers 503. The addresses of the nodes stand in the file {@code <nodes>}, a
 * line each, which is read before each lead, as a load balancer learns of ready nodes. Runs until
 * the standard input ends. Writes the ids of all acknowledged leads to the file {@code <ids>}, and
 * prints the number of acknowledged leads, of leads that were sent again, of ids that were answered
 * to two leads, of other answers, and the longest time from the first try of a lead to its answer,
 * in ms.
 */
final class RollingVendor {

  private static final int VENDORS = 16;
  private static final Duration ANSWER_MAX = Duration.ofSeconds(15);
  private static final long GIVE_UP_NANOS = Duration.ofSeconds(60).toNanos();
  private static final int PAUSE_MILLIS = 5;
  private static final String LEAD =
      "{\"first_name\":\"Ada\",\"last_name\":\"King\",\"email\":\"rolling-%s@example.com\","
          + "\"phone\":\"(212) 555-0123\",\"postal_code\":\"10001\",\"state\":\"NY\"}";
  private static final Pattern ID = Pattern.compile("\"id\" *: *\"([0-9a-f-]{36})\"");

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final Path nodes;
  private final String path;
  private final String token;
  private final Queue<String> ids = new ConcurrentLinkedQueue<>();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private final AtomicInteger turns = new AtomicInteger();
  private final AtomicInteger again = new AtomicInteger();
  private final AtomicLong longest = new AtomicLong();
  private volatile boolean ended;

  private RollingVendor(String[] arguments) {
    nodes = Path.of(arguments[0]);
    path = arguments[1];
    token = arguments[2];
  }

  public static void main(String[] arguments) throws Exception {
    RollingVendor run = new RollingVendor(arguments);
    try (ExecutorService vendors = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < VENDORS; i++) {
        all.add(vendors.submit(run::post));
      }
      while (!Files.exists(Path.of(arguments[4]))) {
        Thread.sleep(PAUSE_MILLIS);
      }
      run.ended = true;
      for (Future<?> vendor : all) {
        vendor.get();
      }
    }
    Files.write(Path.of(arguments[3]), run.ids);
    Set<String> distinct = new HashSet<>(run.ids);
    System.out.printf(
        "%d %d %d %d %d%n",
        run.ids.size(),
        run.again.get(),
        run.ids.size() - distinct.size(),
        run.faults.size(),
        run.longest.get() / 1_000_000);
    run.faults.stream().limit(5).forEach(System.err::println);
  }

  private void post() {
    while (!ended) {
      long began = System.nanoTime();
      String key = UUID.randomUUID().toString();
      while (!isAnswered(key)) {
        again.incrementAndGet();
        if (System.nanoTime() - began > GIVE_UP_NANOS) {
          faults.add("no answer within 60 s");
          return;
        }
        pause();
      }
      longest.accumulateAndGet(System.nanoTime() - began, Math::max);
      pause();
    }
  }

  /** Sends a lead once; returns false where it is to be sent again. */
  private boolean isAnswered(String key) {
    try {
      List<String> ready = Files.readAllLines(nodes);
      String node = ready.get(Math.floorMod(turns.getAndIncrement(), ready.size()));
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(node + path))
              .timeout(ANSWER_MAX)
              .header("Authorization", "Bearer " + token)
              .header("Content-Type", "application/json")
              .header("Idempotency-Key", "\"" + key + "\"")
              .POST(HttpRequest.BodyPublishers.ofString(LEAD.formatted(key)))
              .build();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      Matcher id = ID.matcher(answer.body());
      if (answer.statusCode() == 503) {
        return false;
      }
      if (answer.statusCode() / 100 == 2 && id.find()) {
        ids.add(id.group(1));
      } else {
        faults.add(answer.statusCode() + " " + answer.body());
      }
      return true;
    } catch (IOException away) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
