import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;

/**
 * Measures the time from the answer to a change on a node until the change is in force on another
 * node: {@code java InForce.java <node> <other node> <path of a campaign> <token> <rounds>}. Each
 * round pauses the campaign or makes it active again on the first node, and then posts leads to the
 * other node until the leads are refused or taken accordingly. Prints the median, the 99th
 * percentile and the maximum, in ms, from the answer to the first post under the changed campaign.
 */
final class InForce {

  private static final long GIVE_UP_NANOS = 30_000_000_000L;
  private static final long PAUSE_MILLIS = 1;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String token;

  private InForce(String token) {
    this.token = token;
  }

  private int send(String method, String uri, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(uri))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private double round(String node, String other, String campaign, boolean active)
      throws Exception {
    String status = active ? "active" : "paused";
    int changed = send("PATCH", node + campaign, "{\"status\":\"%s\"}".formatted(status));
    long answered = System.nanoTime();
    if (changed != 200) {
      throw new IllegalStateException("the change was answered " + changed);
    }
    int wanted = active ? 422 : 409; // The lead lacks its fields, so nothing is stored.
    while (send("POST", other + campaign + "/leads", "{}") != wanted) {
      if (System.nanoTime() - answered > GIVE_UP_NANOS) {
        throw new IllegalStateException("the change is not in force on the other node");
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return (System.nanoTime() - answered) / 1e6;
  }

  public static void main(String[] arguments) throws Exception {
    InForce run = new InForce(arguments[3]);
    int rounds = Integer.parseInt(arguments[4]);
    double[] millis = new double[rounds];
    run.round(arguments[0], arguments[1], arguments[2], false); // Warms up, and is not counted.
    for (int i = 0; i < rounds; i++) {
      millis[i] = run.round(arguments[0], arguments[1], arguments[2], i % 2 == 0);
    }
    Arrays.sort(millis);
    System.out.printf(
        "%.0f %.0f %.0f%n", millis[rounds / 2], millis[rounds * 99 / 100], millis[rounds - 1]);
  }
}
