import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;

/**
 * The HTTP client of the JDK against a running gateway: it offers HTTP/2 in its first request, and
 * asks with Expect: 100-continue whether to send its body. Then it writes 5 MB to a path that
 * refuses them, and must see the answer. Run as a source file:
 *
 * <pre>LEADGATE_URL=… CLIENT_ID=… CLIENT_SECRET=… CAMPAIGN=… java JdkClient.java</pre>
 */
final class JdkClient {

  private static final int LARGE = 5 << 20;
  private static final int TRIES = 15;

  private JdkClient() {}

  public static void main(String[] arguments) throws Exception {
    String url = System.getenv("LEADGATE_URL");
    String leads = url + "/v1/campaigns/" + System.getenv("CAMPAIGN") + "/leads";
    for (HttpClient.Version version : HttpClient.Version.values()) {
      if (!version.name().startsWith("HTTP_1") && !version.name().equals("HTTP_2")) {
        continue;
      }
      for (boolean asks : new boolean[] {false, true}) {
        HttpClient client = HttpClient.newBuilder().version(version).build();
        String email = "jdk-%s-%s@clients.example.com".formatted(version, asks).toLowerCase();
        HttpRequest post =
            HttpRequest.newBuilder(URI.create(leads))
                .expectContinue(asks)
                .header("Authorization", "Bearer " + token(client, url))
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        "{\"first_name\":\"Ada\",\"email\":\"%s\",\"comments\":\"%s\"}"
                            .formatted(email, "x".repeat(20_000))))
                .build();
        expect(201, client.send(post, BodyHandlers.ofString()));
        System.out.println("posted: " + email);
      }
    }
    for (int i = 0; i < TRIES; i++) {
      HttpRequest large =
          HttpRequest.newBuilder(URI.create(leads))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofByteArray(new byte[LARGE]))
              .build();
      expect(401, HttpClient.newHttpClient().send(large, BodyHandlers.ofString()));
    }
    System.out.println(TRIES + " bodies of 5 MiB were answered 401");
  }

  private static String token(HttpClient client, String url) throws Exception {
    String login = System.getenv("CLIENT_ID") + ":" + System.getenv("CLIENT_SECRET");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/oauth2/token"))
            .header(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(login.getBytes("UTF-8")))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("grant_type=client_credentials"))
            .build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    expect(200, answer);
    return answer.body().replaceAll(".*\"access_token\":\"([^\"]+)\".*", "$1");
  }

  private static void expect(int status, HttpResponse<String> answer) {
    if (answer.statusCode() != status) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
  }
}
