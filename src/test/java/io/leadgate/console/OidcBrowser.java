package io.leadgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.http.RawConnection;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Goes to the identity provider and back, with the cookies that it was given, as a browser does.
 * Not thread-safe, but for its requests.
 */
final class OidcBrowser {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String BEGIN = "/console/login/oidc";

  private final String origin;
  private final List<Http> nodes;
  private final Map<String, String> cookies = new ConcurrentHashMap<>();

  /** The lines of the cookies that were set, with their attributes. */
  private final List<String> setCookies = new ArrayList<>();

  private int requests;

  private OidcBrowser(String origin, List<Http> nodes) {
    this.origin = origin;
    this.nodes = nodes;
  }

  static OidcBrowser at(RunningGateway gateway) {
    return at(gateway.management());
  }

  static OidcBrowser at(Http management) {
    return new OidcBrowser(management.base(), List.of(management));
  }

  /**
   * A browser in front of a proxy that keeps the host, may end TLS, and sends each request to the
   * next node.
   *
   * @param origin that of the proxy
   */
  static OidcBrowser behindProxy(String origin, RunningGateway... nodes) {
    return new OidcBrowser(
        origin, List.of(nodes).stream().map(RunningGateway::management).toList());
  }

  Map<String, String> cookies() {
    return cookies;
  }

  List<String> setCookies() {
    return setCookies;
  }

  /**
   * @param address a path, or an address below the origin
   */
  Answer get(String address) {
    assertThat(address).matches(text -> text.startsWith("/") || text.startsWith(origin + "/"));
    String path = address.startsWith("/") ? address : address.substring(origin.length());
    String sent =
        cookies.entrySet().stream()
            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
            .collect(Collectors.joining("; "));
    Answer answer =
        RawConnection.answer(
            nodes.get(requests++ % nodes.size()),
            "GET %s HTTP/1.1\nHost: %s\n%sConnection: close\n\n"
                .formatted(
                    path,
                    URI.create(origin).getRawAuthority(),
                    sent.isEmpty() ? "" : "Cookie: " + sent + "\n"));
    answer.headers().allValues("Set-Cookie").forEach(this::keep);
    return answer;
  }

  private void keep(String line) {
    String name = line.substring(0, line.indexOf('='));
    String value = line.substring(line.indexOf('=') + 1).replaceFirst(";.*", "");
    setCookies.add(line);
    if (line.contains("Max-Age=0")) {
      cookies.remove(name);
    } else {
      cookies.put(name, value);
    }
  }

  /** Begins a sign-in, and returns the address at the provider. */
  String begin() {
    Answer begun = get(BEGIN + "?next=%2Fconsole%2Fzone");
    assertThat(begun.status()).as(begun.body()).isEqualTo(303);
    return begun.header("Location");
  }

  /** Goes to the provider and back up to the callback, whose address is the result. */
  String callback() {
    return callback(begin());
  }

  /** Goes to an address at the provider, which signs in at once. */
  static String callback(String atProvider) {
    try {
      return CLIENT
          .send(HttpRequest.newBuilder(URI.create(atProvider)).build(), BodyHandlers.discarding())
          .headers()
          .firstValue("Location")
          .orElseThrow();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Signs in, and returns the answer to the callback. */
  Answer signIn() {
    return get(callback());
  }

  /** A page that shows the name and the role of the user. */
  String page() {
    return get("/console/zone").body();
  }
}
