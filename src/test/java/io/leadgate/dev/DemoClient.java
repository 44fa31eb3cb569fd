package io.leadgate.dev;

import io.leadgate.support.process.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Tries the demo's credential as a user does, by pasting the lines from the screen. */
final class DemoClient {

  private static final Duration KNOWN_MAX = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpRequest tokenRequest;

  DemoClient(Demo demo) {
    String form =
        "grant_type=client_credentials&client_id=%s&client_secret=%s"
            .formatted(demo.secrets().clientId(), demo.secrets().clientSecret());
    this.tokenRequest =
        HttpRequest.newBuilder(URI.create(demo.url() + "/v1/authorization/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .timeout(Duration.ofSeconds(2))
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
  }

  /** Waits until the gateway knows the credential. */
  void awaitToken() {
    // Rarely, because the gateway counts failed logins and would refuse further logins.
    if (!Await.holds(KNOWN_MAX, PAUSE, this::getsToken)) {
      throw new RunRefused(
          "The gateway gave the demo no token within " + KNOWN_MAX.toSeconds() + " s.");
    }
  }

  private boolean getsToken() {
    try {
      return client.send(tokenRequest, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
