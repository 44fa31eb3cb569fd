import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Sends leads at once, each on a connection of its own, of which some are bad: {@code java
 * Burst.java <url> <token> <good lead> <bad lead> <leads> <bad leads> <keys>}, where {@code <keys>}
 * is {@code none}, {@code fresh}, or the start of the keys of the bad leads, which are numbered
 * from 1; good leads then have fresh keys. Bursts without a bad lead come first, to warm up and to
 * open the connections.
 *
 * <p>Prints {@code RESULT}; the number of good leads with 201, and of good leads with another
 * answer; the maximum of the times to the answers in ms of a burst without a bad lead; the median
 * and the maximum of the times to the answers to good leads; and the number of bad leads with 503,
 * and of bad leads with another answer.
 */
final class Burst {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int WARM_UPS = 8;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String[] arguments;

  private Burst(String[] arguments) {
    this.arguments = arguments;
  }

  /**
   * @param millis the time to the answer
   */
  private record Answer(boolean isBad, int status, long millis) {}

  public static void main(String[] arguments) throws Exception {
    new Burst(arguments).run();
  }

  private void run() throws Exception {
    int leads = Integer.parseInt(arguments[4]);
    int bad = Integer.parseInt(arguments[5]);
    try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Answer> good = List.of();
      for (int i = 0; i < WARM_UPS; i++) {
        good = burst(senders, leads, 0);
      }
      print(good, burst(senders, leads, bad));
    }
  }

  /** Bad leads are spread evenly: one in the middle of each part. */
  private List<Answer> burst(ExecutorService senders, int leads, int bad) throws Exception {
    int part = bad == 0 ? leads + 1 : leads / bad;
    List<HttpRequest> requests = new ArrayList<>();
    List<Boolean> areBad = new ArrayList<>();
    for (int i = 0; i < leads; i++) {
      boolean isBad = bad > 0 && i % part == part / 2 && i / part < bad;
      areBad.add(isBad);
      requests.add(request(isBad, i / part + 1));
    }
    long began = System.nanoTime();
    return together(
        senders,
        leads,
        i -> {
          int status = send(requests.get(i));
          return new Answer(areBad.get(i), status, (System.nanoTime() - began) / 1_000_000);
        });
  }

  private interface Sending<T> {
    T send(int number) throws Exception;
  }

  private static <T> List<T> together(ExecutorService senders, int count, Sending<T> sending)
      throws Exception {
    List<Callable<T>> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      calls.add(() -> sending.send(number));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> future : senders.invokeAll(calls)) {
      results.add(future.get());
    }
    return results;
  }

  private HttpRequest request(boolean isBad, int number) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(arguments[0]))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + arguments[1])
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    Files.readString(Path.of(arguments[isBad ? 3 : 2]))));
    if (!arguments[6].equals("none")) {
      boolean isHeld = isBad && !arguments[6].equals("fresh");
      request.header(
          "Idempotency-Key", isHeld ? arguments[6] + number : UUID.randomUUID().toString());
    }
    return request.build();
  }

  private int send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static void print(List<Answer> alone, List<Answer> answers) {
    long[] times = timesOfGood(answers);
    long[] timesAlone = timesOfGood(alone);
    System.out.printf(
        "RESULT %d %d %d %d %d %d %d%n",
        count(answers, false, 201),
        times.length - count(answers, false, 201),
        timesAlone[timesAlone.length - 1],
        times[times.length / 2],
        times[times.length - 1],
        count(answers, true, 503),
        answers.size() - times.length - count(answers, true, 503));
  }

  private static long[] timesOfGood(List<Answer> answers) {
    return answers.stream()
        .filter(each -> !each.isBad)
        .mapToLong(Answer::millis)
        .sorted()
        .toArray();
  }

  private static long count(List<Answer> answers, boolean areBad, int status) {
    return answers.stream().filter(each -> each.isBad == areBad && each.status == status).count();
  }
}
