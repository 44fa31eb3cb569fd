package io.leadgate.longwork;

import io.leadgate.support.Fixtures;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.process.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * A gateway, and for each of its endpoints the requests that cost the most: the largest body of the
 * worst kind, and the largest answer.
 */
final class WorstRequests implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final String JSON = "application/json";

  private final RunningGateway gateway =
      RunningGateway.start(
          Map.of(
              "LEADGATE_HTTP_EVENT_LOOPS", "1",
              "LEADGATE_LIMITS_ARRAY_BYTES", Integer.toString(Bodies.ARRAY),
              "LEADGATE_LIMITS_FAILED_LOGINS_PER_MINUTE", "0"));
  private final Fixtures fixtures = gateway.fixtures();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<WorstRequest> all = new ArrayList<>();
  private final String vendor = fixtures.token("lead_receiver");
  private final String reader = fixtures.token("data_api");
  private final String account = fixtures.token("account_api");

  WorstRequests() {
    new WorstLeads(this).add();
    new WorstArrays(this).add();
    new WorstExec(this).add();
    new WorstCalls(this).add();
    new WorstReads(this).add();
  }

  List<WorstRequest> all() {
    return all;
  }

  Fixtures fixtures() {
    return fixtures;
  }

  @Override
  public void close() {
    client.close();
    gateway.close();
  }

  void lead(int status, String name, String target, String contentType, String body) {
    lead(status, name, target, List.of("Content-Type", contentType), Bodies.bytes(body));
  }

  void lead(int status, String name, String target, List<String> headers, byte[] body) {
    api(status, name, "POST", target, bearer(vendor, headers), body);
  }

  /**
   * Adds a request with leads that are new each time.
   *
   * @param body makes the body of a round
   */
  void leads(int status, String name, String target, IntFunction<String> body) {
    AtomicInteger rounds = new AtomicInteger();
    List<String> headers = bearer(vendor, List.of("Content-Type", JSON));
    all.add(
        new WorstRequest(
            name,
            status,
            () ->
                request(
                    gateway.api().base() + target,
                    "POST",
                    headers,
                    Bodies.bytes(body.apply(rounds.incrementAndGet())))));
  }

  void account(
      int status, String name, String method, String target, String body, String... moreHeaders) {
    List<String> headers = new ArrayList<>(List.of(moreHeaders));
    headers.addAll(List.of("Content-Type", JSON));
    api(status, name, method, target, bearer(account, headers), Bodies.bytes(body));
  }

  void read(int status, String name, String target, String... headers) {
    api(status, name, "GET", target, bearer(reader, List.of(headers)), new byte[0]);
  }

  void api(
      int status, String name, String method, String target, List<String> headers, byte[] body) {
    add(status, name, request(gateway.api().base() + target, method, headers, body));
  }

  void admin(int status, String name, String method, String target, String body) {
    List<String> headers =
        List.of(
            "Content-Type",
            JSON,
            "Authorization",
            basic(RunningGateway.ADMIN, RunningGateway.ADMIN_PASSWORD));
    add(
        status,
        name,
        request(gateway.management().base() + target, method, headers, Bodies.bytes(body)));
  }

  private void add(int status, String name, HttpRequest request) {
    all.add(new WorstRequest(name, status, () -> request));
  }

  private static HttpRequest request(String uri, String method, List<String> headers, byte[] body) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(uri))
            .timeout(TIMEOUT)
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    if (!headers.isEmpty()) {
      builder.headers(headers.toArray(String[]::new));
    }
    return builder.build();
  }

  static String basic(String name, String password) {
    return "Basic "
        + Base64.getEncoder().encodeToString(Bodies.bytes("%s:%s".formatted(name, password)));
  }

  private static List<String> bearer(String token, List<String> headers) {
    List<String> more = new ArrayList<>(headers);
    more.add("Authorization");
    more.add("Bearer " + token);
    return more;
  }

  /** Gives a campaign its rules, and waits until they judge. */
  void rule(String campaign, String rules) {
    account(200, "rules", "PATCH", campaign, rules);
    sendLast();
    account(200, "look at the rules", "GET", campaign, "");
    WorstRequest look = all.removeLast();
    Await.until(
        "the rules judge",
        Duration.ofSeconds(30),
        () -> send(look).contains("\"state\":\"active\""));
  }

  /** Sends the request that was added last, once, and returns its answer. */
  String sendLast() {
    return send(all.removeLast());
  }

  /**
   * Sends a request as it is, because the clients of the specs would search each large body.
   *
   * @return the answer's body
   */
  String send(WorstRequest request) {
    try {
      HttpResponse<String> answer =
          client.send(request.next().get(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != request.status()) {
        String body = answer.body();
        throw new IllegalStateException(
            "%s: %d %s"
                .formatted(
                    request.name(),
                    answer.statusCode(),
                    body.substring(0, Math.min(500, body.length()))));
      }
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
