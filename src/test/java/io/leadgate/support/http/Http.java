package io.leadgate.support.http;

import io.leadgate.support.RunningGateway;
import io.leadgate.support.log.UsedValues;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * Sends HTTP requests to a server: a request is built up and then sent by its method. Every answer
 * is checked against the server's contract, and an answer that is not documented fails the spec.
 * Thread-safe.
 */
public final class Http {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final String base;
  private final Contract contract;
  private final List<String> headers;

  private Http(String base, Contract contract, List<String> headers) {
    this.base = base;
    this.contract = contract;
    this.headers = headers;
  }

  public static Http at(String base, Contract contract) {
    return new Http(base, contract, List.of());
  }

  Contract contract() {
    return contract;
  }

  public String base() {
    return base;
  }

  public int port() {
    return URI.create(base).getPort();
  }

  public Http with(String header, String value) {
    List<String> more = new ArrayList<>(headers);
    more.add(header);
    more.add(value);
    return new Http(base, contract, more);
  }

  public Http bearer(String token) {
    return with("Authorization", "Bearer " + token);
  }

  public Http basic(String username, String password) {
    byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
    return with("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  public Http admin() {
    return basic(RunningGateway.ADMIN, RunningGateway.ADMIN_PASSWORD);
  }

  public Answer get(String path) {
    return send("GET", path, new byte[0]);
  }

  public Answer delete(String path) {
    return send("DELETE", path, new byte[0]);
  }

  public Answer post(String path, String json) {
    return post(path, json.getBytes(StandardCharsets.UTF_8));
  }

  /** Posts JSON, unless a Content-Type was given. */
  public Answer post(String path, byte[] body) {
    return sendJson("POST", path, body);
  }

  public Answer patch(String path, String json) {
    return sendJson("PATCH", path, json.getBytes(StandardCharsets.UTF_8));
  }

  private Answer sendJson(String method, String path, byte[] body) {
    return withContentType().send(method, path, body);
  }

  private Http withContentType() {
    boolean given = headers.stream().anyMatch(header -> header.equalsIgnoreCase("Content-Type"));
    return given ? this : with("Content-Type", "application/json");
  }

  public CompletableFuture<Answer> postAsync(String path, String json) {
    return postAsync(path, json.getBytes(StandardCharsets.UTF_8));
  }

  /** Posts JSON, unless a Content-Type was given. */
  public CompletableFuture<Answer> postAsync(String path, byte[] body) {
    return CLIENT
        .sendAsync(
            withContentType().request("POST", path, body), HttpResponse.BodyHandlers.ofString())
        .thenApply(response -> documentedAnswer("POST", path, sentText(body), response));
  }

  /**
   * The body as the server should read it: inflated where the headers say gzip and the body is
   * valid gzip.
   */
  private String sentText(byte[] body) {
    boolean isGzip = headers.stream().anyMatch(header -> header.equalsIgnoreCase("gzip"));
    byte[] inflated = isGzip ? Gzip.inflated(body).orElse(body) : body;
    return new String(inflated, StandardCharsets.UTF_8);
  }

  public Answer send(String method, String path, byte[] body) {
    try {
      return documentedAnswer(
          method,
          path,
          sentText(body),
          CLIENT.send(request(method, path, body), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new IllegalStateException(method + " " + path + " was not answered", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Answer documentedAnswer(
      String method, String path, String body, HttpResponse<String> response) {
    Answer answer = Answer.of(response);
    contract.assertDocumented(method, path, answer);
    response
        .request()
        .headers()
        .firstValue("Content-Type")
        .map(type -> type.replaceFirst(";.*", "").toLowerCase(Locale.ROOT))
        .filter(type -> type.endsWith("json") && answer.status() < 300)
        .map(type -> type.equals("application/merge-patch+json") ? type : "application/json")
        .ifPresent(
            type ->
                contract.assertBodyDocumented(
                    method, path, type, body.replaceFirst("^\uFEFF", "")));
    return answer;
  }

  private HttpRequest request(String method, String path, byte[] body) {
    UsedValues.collectFromRequest(path, headers, sentText(body));
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(TIMEOUT)
            .method(
                method,
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    if (!headers.isEmpty()) {
      builder.headers(headers.toArray(String[]::new));
    }
    return builder.build();
  }
}
