package io.leadgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Sends what a browser without scripts sends that shows a page of a node's console. */
public final class ConsoleClient {

  private final Http http;

  private ConsoleClient(Http http) {
    this.http = http;
  }

  /** A browser that is not signed in. */
  public static ConsoleClient at(RunningGateway gateway) {
    Http http = gateway.management();
    return new ConsoleClient(http.with("Origin", http.base()));
  }

  /** A browser that an admin of the tests is signed in with. */
  static ConsoleClient signedIn(RunningGateway gateway, String name) {
    return signedIn(gateway, name, Admins.PASSWORD);
  }

  public static ConsoleClient signedIn(RunningGateway gateway, String name, String password) {
    ConsoleClient browser = at(gateway);
    return browser.with("Cookie", browser.cookie(name, password));
  }

  /** The cookie of a new session, as a browser sends it. */
  String cookie(String name, String password) {
    Answer answer = signIn(name, password);
    assertThat(answer.status()).as(answer.body()).isEqualTo(303);
    return answer.header("Set-Cookie").replaceFirst(";.*", "");
  }

  Answer signIn(String name, String password) {
    return post("/console/login", "name", name, "password", password);
  }

  ConsoleClient with(String header, String value) {
    return new ConsoleClient(http.with(header, value));
  }

  public Answer get(String path) {
    return http.get(path);
  }

  Answer send(String method, String path) {
    return http.send(method, path, new byte[0]);
  }

  /** Sends a form with pairs of names and values. */
  public Answer post(String path, String... pairs) {
    String form =
        IntStream.range(0, pairs.length / 2)
            .mapToObj(i -> encoded(pairs[2 * i]) + "=" + encoded(pairs[2 * i + 1]))
            .collect(Collectors.joining("&"));
    return http.with("Content-Type", "application/x-www-form-urlencoded")
        .send("POST", path, form.getBytes(StandardCharsets.UTF_8));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Whether the session lives. */
  boolean isSignedIn() {
    return get("/console/zone").status() == 200;
  }
}
