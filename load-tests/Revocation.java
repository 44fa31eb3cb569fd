import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures for how long other nodes take a token or a static key that has been ended on the first
 * node: {@code java Revocation.java <management> <admin:password> <path of a campaign> <its lead
 * source> <another lead source> <rounds> <node> <other node>…}, where the management listener is
 * the first node's. All nodes have taken the token before. Measures from the change's answer to the
 * first refusal on each other node; the first node has to refuse from the answer on. Prints for
 * each way to end a token its name, the median, the 99th percentile and the maximum in ms, and the
 * number of times.
 */
final class Revocation {

  private static final long GIVE_UP_NANOS = 30_000_000_000L;
  private static final long PAUSE_MILLIS = 1;
  private static final int TAKEN = 422; // The lead lacks its fields, so nothing is stored.

  private final ExecutorService pollers = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String management;
  private final String admin;
  private final String campaign;
  private final List<String> nodes;
  private final int rounds;

  private Revocation(String[] arguments) {
    management = arguments[0];
    admin = basic(arguments[1]);
    campaign = arguments[2];
    rounds = Integer.parseInt(arguments[5]);
    nodes = List.of(arguments).subList(6, arguments.length);
  }

  /**
   * A good token or key, the change that ends it, and the status of its refusal.
   *
   * @param proof the value of the header Authorization
   */
  private record Ending(String proof, Callable<String> change, int refusal) {}

  /** Makes the value of the header Authorization out of a credential and one of its secrets. */
  private interface Proof {
    String of(Credential credential, String secret) throws Exception;
  }

  private record Credential(String path, String clientId, String secret) {}

  public static void main(String[] arguments) throws Exception {
    Revocation run = new Revocation(arguments);
    Credential of = run.credential("");
    String own = "{\"lead_source_id\":%s}".formatted(arguments[3]);
    String foreign = "{\"lead_source_id\":%s}".formatted(arguments[4]);
    run.measure("disabled", () -> run.disabling(of, run::bearer));
    run.measure("secret deleted", () -> run.retiring(of, run::bearer));
    run.measure("token revoked", () -> run.revoking(of));
    run.measure("all tokens ended", () -> run.endingAll(of));
    run.measure("bound elsewhere", () -> run.binding(of, own, foreign));
    Credential key =
        run.credential(",\"static_key\":true,\"lead_source_id\":%s".formatted(arguments[3]));
    run.measure("key disabled", () -> run.disabling(key, Revocation::login));
    run.measure("key deleted", () -> run.retiring(key, Revocation::login));
  }

  private Ending disabling(Credential of, Proof proof) throws Exception {
    admin("PATCH", of.path(), "{\"enabled\":true}");
    return new Ending(
        proof.of(of, of.secret()), () -> admin("PATCH", of.path(), "{\"enabled\":false}"), 401);
  }

  private Ending retiring(Credential of, Proof proof) throws Exception {
    admin("PATCH", of.path(), "{\"enabled\":true}");
    String second = admin("POST", of.path() + "/secrets", "");
    String path = of.path() + "/secrets/" + member(second, "id");
    return new Ending(
        proof.of(of, member(second, "client_secret")), () -> admin("DELETE", path, ""), 401);
  }

  private Ending revoking(Credential of) throws Exception {
    String token = token(of, of.secret());
    return new Ending(
        "Bearer " + token, () -> form(of, of.secret(), "/oauth2/revoke", "token=" + token), 401);
  }

  private Ending endingAll(Credential of) throws Exception {
    return new Ending(
        bearer(of, of.secret()), () -> admin("DELETE", of.path() + "/tokens", ""), 401);
  }

  private Ending binding(Credential of, String own, String foreign) throws Exception {
    admin("PATCH", of.path(), own);
    return new Ending(bearer(of, of.secret()), () -> admin("PATCH", of.path(), foreign), 404);
  }

  private void measure(String name, Callable<Ending> preparation) throws Exception {
    List<Double> millis = new ArrayList<>();
    round(preparation.call()); // Warms up, and is not counted.
    for (int i = 0; i < rounds; i++) {
      millis.addAll(round(preparation.call()));
    }
    double[] sorted = millis.stream().mapToDouble(value -> value).sorted().toArray();
    System.out.printf(
        "%s:%.0f:%.0f:%.0f:%d%n",
        name,
        sorted[sorted.length / 2],
        sorted[sorted.length * 99 / 100],
        sorted[sorted.length - 1],
        sorted.length);
  }

  private List<Double> round(Ending ending) throws Exception {
    for (String node : nodes) {
      until(node, ending.proof(), TAKEN, System.nanoTime());
    }
    ending.change().call();
    long answered = System.nanoTime();
    int first = post(nodes.getFirst(), ending.proof());
    if (first != ending.refusal()) {
      throw new IllegalStateException("after the change the first node answered " + first);
    }
    List<Future<Double>> others = new ArrayList<>();
    for (String node : nodes.subList(1, nodes.size())) {
      others.add(
          pollers.submit(() -> until(node, ending.proof(), ending.refusal(), answered) / 1e6));
    }
    List<Double> millis = new ArrayList<>();
    for (Future<Double> other : others) {
      millis.add(other.get());
    }
    for (String node : nodes) {
      if (post(node, ending.proof()) != ending.refusal()) {
        throw new IllegalStateException("a token was taken after it had been refused");
      }
    }
    return millis;
  }

  /** Posts until the node gives the wanted answer; returns the time from {@code since}, in ns. */
  private long until(String node, String proof, int wanted, long since) throws Exception {
    int status = post(node, proof);
    while (status != wanted) {
      if (System.nanoTime() - since > GIVE_UP_NANOS) {
        throw new IllegalStateException("a node answers %d, not %d".formatted(status, wanted));
      }
      Thread.sleep(PAUSE_MILLIS);
      status = post(node, proof);
    }
    return System.nanoTime() - since;
  }

  private int post(String node, String proof) throws Exception {
    return send("POST", node + campaign + "/leads", proof, "application/json", "{}").statusCode();
  }

  private Credential credential(String moreMembers) throws Exception {
    String made =
        admin(
            "POST",
            "/admin/credentials",
            "{\"description\":\"Revocation\",\"scopes\":[\"lead_receiver\"]%s}"
                .formatted(moreMembers));
    String clientId = member(made, "client_id");
    return new Credential(
        "/admin/credentials/" + clientId, clientId, member(made, "client_secret"));
  }

  private String token(Credential of, String secret) throws Exception {
    return member(
        form(of, secret, "/oauth2/token", "grant_type=client_credentials"), "access_token");
  }

  private String form(Credential of, String secret, String path, String form) throws Exception {
    return good(
        send(
            "POST",
            nodes.getFirst() + path,
            login(of, secret),
            "application/x-www-form-urlencoded",
            form));
  }

  private String admin(String method, String path, String json) throws Exception {
    return good(send(method, management + path, admin, "application/json", json));
  }

  private static String good(HttpResponse<String> answer) {
    if (answer.statusCode() / 100 != 2) {
      throw new IllegalStateException(answer + " " + answer.body());
    }
    return answer.body();
  }

  private HttpResponse<String> send(
      String method, String uri, String authorization, String type, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(uri))
            .header("Authorization", authorization)
            .header("Content-Type", type)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private String bearer(Credential of, String secret) throws Exception {
    return "Bearer " + token(of, secret);
  }

  private static String login(Credential of, String secret) {
    return basic(of.clientId() + ":" + secret);
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  /** The text of a member; the JSON has only one member of that name. */
  private static String member(String json, String name) {
    Matcher found = Pattern.compile("\"" + name + "\" *: *\"([^\"]+)\"").matcher(json);
    if (!found.find()) {
      throw new IllegalStateException("no " + name + " in " + json);
    }
    return found.group(1);
  }
}
