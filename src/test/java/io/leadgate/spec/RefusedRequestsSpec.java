package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.Scrape;
import io.leadgate.support.ShiftedClock;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.http.RawConnection;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Operators see what is refused before it is a lead: by its slug, and by its caller. */
class RefusedRequestsSpec {

  private static final Duration MAX = Duration.ofSeconds(30);
  private static final String VENDOR_ADDRESS = "203.0.113.77";
  private static final int TIMES = 61;

  private static final ShiftedClock CLOCK = new ShiftedClock();
  private static final RunningGateway GATEWAY =
      RunningGateway.startBy(
          CLOCK,
          Map.of(
              "LEADGATE_HTTP_TRUSTED_PROXIES", "127.0.0.1",
              "LEADGATE_LIMITS_FAILED_LOGINS_PER_MINUTE", "1"));
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Campaign CAMPAIGN = FIXTURES.campaign();
  private static final Credential CREDENTIAL = FIXTURES.credential("lead_receiver");
  private static final Http VENDOR = GATEWAY.api().bearer(FIXTURES.token(CREDENTIAL));

  /** Collects the lines of the log. */
  private static final class Lines extends AppenderBase<ILoggingEvent> {
    private final Queue<ILoggingEvent> events = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      events.add(event);
    }

    /** The lines of one message, each as its members and their values. */
    List<Map<String, String>> of(String message) {
      return events.stream()
          .filter(event -> event.getMessage().equals(message))
          .peek(event -> assertThat(event.getLevel()).isEqualTo(Level.INFO))
          .map(
              event ->
                  event.getKeyValuePairs().stream()
                      .collect(
                          Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value))))
          .toList();
    }
  }

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void eachRefusalIsCountedByItsSlug() {
    assertCounted("not-found", 404, () -> VENDOR.get("/nothing"));
    assertCounted("method-not-allowed", 405, () -> VENDOR.get(CAMPAIGN.leads()));
    assertCounted(
        "unsupported-media-type",
        415,
        () -> VENDOR.with("Content-Type", "image/png").post(CAMPAIGN.leads(), LEAD));
    assertCounted("malformed-body", 400, () -> VENDOR.post(CAMPAIGN.leads(), "{"));
    assertCounted(
        "body-too-large", 413, () -> VENDOR.post(CAMPAIGN.leads(), " ".repeat(3_000_000)));
    assertCounted("invalid-lead", 422, () -> VENDOR.post(CAMPAIGN.leads(), "{}"));
    assertCounted("missing-token", 401, () -> GATEWAY.api().get("/v1/leads"));
    assertCounted(
        "unsupported-grant-type",
        400,
        () ->
            GATEWAY
                .api()
                .basic(CREDENTIAL.clientId(), CREDENTIAL.secret())
                .post("/oauth2/token", "{\"grant_type\":\"password\"}"));
    assertCounted(
        "malformed-request", 400, () -> RawConnection.answer(GATEWAY.api(), "GARBAGE\n\n"));
    assertCounted(
        "headers-too-large",
        431,
        () ->
            RawConnection.answer(
                GATEWAY.api(), "GET / HTTP/1.1\nHost: x\nX: " + "x".repeat(70_000) + "\n\n"));
  }

  @Test
  void wrongLoginsBeyondTheBoundAreCounted() {
    Http wrong =
        GATEWAY
            .api()
            .with("X-Forwarded-For", "203.0.113.78")
            .basic(CREDENTIAL.clientId(), "not-its-secret");
    String call = "{\"grant_type\":\"client_credentials\"}";
    CLOCK.beginMinute();
    assertThat(wrong.post("/oauth2/token", call).status()).isEqualTo(401);

    assertCounted("rate-limited", 429, () -> wrong.post("/oauth2/token", call));
  }

  @Test
  void takenRequestsAndRefusalsOfTheManagementListenerAreNotCounted() {
    double before = Scrape.sum(GATEWAY.management(), "leadgate_requests_refused_total");
    assertThat(VENDOR.post(CAMPAIGN.leads(), LEAD).status()).isEqualTo(201);
    assertThat(GATEWAY.management().get("/admin/credentials").status()).isEqualTo(401);

    assertThat(Scrape.sum(GATEWAY.management(), "leadgate_requests_refused_total"))
        .isEqualTo(before);
  }

  @Test
  void callersThatAreRefusedOftenAreLoggedOnceAMinute() {
    Logger log = (Logger) LoggerFactory.getLogger("leadgate");
    Lines lines = new Lines();
    lines.start();
    log.addAppender(lines);
    try {
      Credential credential = FIXTURES.credential("lead_receiver");
      Http proxied = GATEWAY.api().with("X-Forwarded-For", VENDOR_ADDRESS);
      Credential another = FIXTURES.credential("lead_receiver");
      Http misTyped =
          GATEWAY.api().bearer(FIXTURES.token(another)).with("Content-Type", "image/png");
      Http reader = GATEWAY.api().bearer(FIXTURES.token(credential));
      CLOCK.beginMinute();
      for (int i = 0; i < TIMES; i++) {
        // A token is no good for this call, and names its client all the same.
        assertThat(reader.get("/v1/leads").status()).isEqualTo(403);
        assertThat(misTyped.post(CAMPAIGN.leads(), LEAD).status()).isEqualTo(415);
        assertThat(proxied.with("Content-Type", "image/png").post(CAMPAIGN.leads(), LEAD).status())
            .isEqualTo(415);
      }
      assertThat(proxied.get("/nothing").status()).isEqualTo(404);
      CLOCK.beginMinute();

      Await.until("the minute is told of", MAX, () -> often(lines).size() == 3);
      assertThat(often(lines))
          .containsExactlyInAnyOrder(
              line("client_id", credential.clientId(), TIMES, "insufficient-scope"),
              line("client_id", another.clientId(), TIMES, "unsupported-media-type"),
              line("remote_address", VENDOR_ADDRESS, TIMES + 1, "unsupported-media-type"));
    } finally {
      log.detachAppender(lines);
    }
  }

  private static Map<String, String> line(String member, String caller, int times, String slug) {
    return Map.of(member, caller, "times", Integer.toString(times), "refusal", slug);
  }

  /** The lines of this gateway's callers, because other gateways of this JVM may log too. */
  private static List<Map<String, String>> often(Lines lines) {
    return lines.of("a caller was refused often in the last minute").stream()
        .filter(line -> !"127.0.0.1".equals(line.get("remote_address")))
        .toList();
  }

  private static void assertCounted(String slug, int status, Supplier<Answer> request) {
    String series = "leadgate_requests_refused_total{slug=\"" + slug + "\"}";
    double before = Scrape.value(GATEWAY.management(), series);

    Answer answer = request.get();

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.headers().map().keySet()).doesNotContain("leadgate-refusal");
    assertThat(Scrape.value(GATEWAY.management(), series)).isEqualTo(before + 1);
  }
}
