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

  void lead(String name, String target, String contentType, String body) {
    lead(name, target, List.of("Content-Type", contentType), Bodies.bytes(body));
  }

  void lead(String name, String target, List<String> headers, byte[] body) {
    api(name, "POST", target, bearer(vendor, headers), body);
  }

  void account(String name, String method, String target, String body, String... moreHeaders) {
    List<String> headers = new ArrayList<>(List.of(moreHeaders));
    headers.addAll(List.of("Content-Type", JSON));
    api(name, method, target, bearer(account, headers), Bodies.bytes(body));
  }

  void read(String name, String target, String... headers) {
    api(name, "GET", target, bearer(reader, List.of(headers)), new byte[0]);
  }

  void api(String name, String method, String target, List<String> headers, byte[] body) {
    add(name, gateway.api().base() + target, method, headers, body);
  }

  void admin(String name, String method, String target, String body) {
    add(
        name,
        gateway.management().base() + target,
        method,
        List.of(
            "Content-Type",
            JSON,
            "Authorization",
            basic(RunningGateway.ADMIN, RunningGateway.ADMIN_PASSWORD)),
        Bodies.bytes(body));
  }

  private void add(String name, String uri, String method, List<String> headers, byte[] body) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(uri))
            .timeout(TIMEOUT)
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    if (!headers.isEmpty()) {
      builder.headers(headers.toArray(String[]::new));
    }
    all.add(new WorstRequest(name, builder.build()));
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
    account("", "PATCH", campaign, rules);
    requireGood(send(all.removeLast()));
    account("", "GET", campaign, "");
    WorstRequest look = all.removeLast();
    Await.until(
        "the rules judge",
        Duration.ofSeconds(30),
        () -> send(look).body().contains("\"state\":\"active\""));
  }

  /** Posts leads, all of which must be good. */
  void store(String target, String body) {
    lead("", target, JSON, body);
    requireGood(send(all.removeLast()));
  }

  private static void requireGood(HttpResponse<String> answer) {
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.body());
    }
  }

  /** Sends a request as it is, because the clients of the specs would search each large body. */
  HttpResponse<String> send(WorstRequest request) {
    try {
      return client.send(request.http(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
