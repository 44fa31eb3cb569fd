package io.leadgate.faults;

import static io.leadgate.faults.HostileBody.bomb;
import static io.leadgate.faults.HostileBody.bytes;
import static io.leadgate.faults.HostileBody.fields;
import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.GatewayProcess;
import io.leadgate.support.Jwt;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.Scrape;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import io.leadgate.support.http.Http;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sends bodies that are made to fill the memory, many at once, to a gateway with little memory.
 * Each body is refused, an endless body is cut off, and the gateway goes on.
 */
@Timeout(300)
@Tag("faults")
class HostileBodiesSpec {

  private static final int AT_ONCE = 32;
  private static final int ROUNDS = 2;
  private static final int CHUNKS_MAX = 65_536;
  private static final int MEBIBYTE = 1 << 20;
  private static final TestDatabase DATABASE = SharedServers.newDatabase();

  /** Has a heap of 256 MiB, which has to hold all the separate bounds together. */
  private static final GatewayProcess GATEWAY =
      GatewayProcess.start(
          RunningGateway.environment(DATABASE, Map.of("LEADGATE_LIMITS_HEADER_BYTES", "65536")));

  private static final Fixtures FIXTURES = GATEWAY.fixtures(DATABASE);
  private static final Campaign CAMPAIGN = FIXTURES.campaignOfAnything();
  private static final Campaign DEMANDING = demanding();
  private static final String TOKEN = FIXTURES.token("lead_receiver");

  @AfterAll
  static void stop() {
    GATEWAY.close();
    DATABASE.close();
  }

  /** A campaign whose lead type requires 200 fields. */
  private static Campaign demanding() {
    return FIXTURES.campaign(
        IntStream.range(0, 200)
            .mapToObj(
                i ->
                    "{\"name\":\"field_number_%d\",\"type\":\"text\",\"required\":true}"
                        .formatted(i))
            .collect(Collectors.joining(",", "[", "]")));
  }

  static Stream<HostileBody> bodies() {
    String json = "Content-Type: application/json\r\nAuthorization: Bearer " + TOKEN;
    String xml = json.replace("json", "xml");
    String form = json.replace("json", "x-www-form-urlencoded");
    String gzip = json + "\r\nContent-Encoding: gzip";
    String strange = "Content-Type: application/json\r\nAuthorization: Bearer a.b.c";
    return Stream.of(
        of("a bomb in gzip", gzip, bomb("{\"a\":\"", 256 * MEBIBYTE), 413),
        of("a bomb of an array", gzip, bomb("[", 256 * MEBIBYTE), 413),
        of(
            "a bomb from a stranger",
            strange + "\r\nContent-Encoding: gzip",
            bomb("", 256 * MEBIBYTE),
            401),
        of("gzip without end", gzip, bytes("\u001f\u008b\u0008" + "\u0000".repeat(MEBIBYTE)), 400),
        of("a lead with many fields", json, bytes(fields(65_536)), 422),
        of("an object with many fields", json, bytes(fields(MEBIBYTE)), 413),
        of("an array of many fields", json, bytes("[" + fields(MEBIBYTE - 2) + "]"), 422),
        of("a form of many fields", form, bytes(names("n%d&", 9_000)), 422),
        of("a form of one field", form, bytes("a&".repeat(32_768)), 201),
        of("deep JSON", json, bytes("[".repeat(MEBIBYTE)), 400),
        of("deep XML", xml, bytes("<a>".repeat(21_845)), 400),
        of("XML of many fields", xml, bytes("<x>" + names("<n%d/>", 8_000) + "</x>"), 422),
        of("XML of one field", xml, bytes("<x>" + "<a/>".repeat(16_000) + "</x>"), 201),
        of("an array of nothing", json, bytes("[" + "0,".repeat(500_000) + "0]"), 413),
        new HostileBody(
            "leads that lack every field",
            DEMANDING,
            json,
            bytes(
                Collections.nCopies(1_000, "{}").stream()
                    .collect(Collectors.joining(",", "[", "]"))),
            List.of(422)),
        // A body may find no room, because many come at once.
        new HostileBody(
            "large bodies from strangers",
            FIXTURES.campaign(),
            strange,
            bytes("x".repeat(MEBIBYTE)),
            List.of(401, 503)));
  }

  private static String names(String each, int count) {
    return IntStream.range(0, count).mapToObj(each::formatted).collect(Collectors.joining());
  }

  private static HostileBody of(String name, String headers, byte[] body, int status) {
    Campaign campaign = status == 401 ? FIXTURES.campaign() : CAMPAIGN;
    return new HostileBody(name, campaign, headers, body, List.of(status, 503));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void bodyThatIsMadeToFillTheMemoryIsRefused(HostileBody hostile) throws Exception {
    byte[] request = hostile.request();
    for (int round = 0; round < ROUNDS; round++) {
      assertThat(atOnce(() -> HostileBody.status(GATEWAY.api().port(), request)))
          .allMatch(hostile.statuses()::contains);
    }
    assertGatewayGoesOn();
  }

  /** Each body would be a gigabyte; the gateway discards the bytes for a second. */
  @Test
  void endlessChunkedBodyIsCutOff() throws Exception {
    byte[] head =
        bytes(
            "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer %s\r\nTransfer-Encoding: chunked\r\n\r\n"
                .formatted(CAMPAIGN.leads(), TOKEN));
    byte[] chunk = bytes("4000\r\n" + "x".repeat(0x4000) + "\r\n");

    assertThat(atOnce(() -> chunksSent(head, chunk, CHUNKS_MAX)))
        .allMatch(sent -> sent < CHUNKS_MAX);
    assertGatewayGoesOn();
  }

  /** Three hundred names of a mebibyte, which is more than the heap. */
  @Test
  void namesOfABodyAreForgottenAfterItsAnswer() throws Exception {
    String headers = "Content-Type: application/json\r\nAuthorization: Bearer " + TOKEN;
    for (int i = 0; i < 300; i++) {
      String array = "[{\"%d%s\":1}]".formatted(i, "n".repeat(MEBIBYTE - 20));
      byte[] request = HostileBody.request(CAMPAIGN.leads(), headers, bytes(array));
      assertThat(HostileBody.status(GATEWAY.api().port(), request)).isEqualTo(422);
    }
    assertGatewayGoesOn();
  }

  /**
   * Four thousand names of 36 KB in forged tokens, which anybody can send. The path is not a
   * campaign's, so that nothing is put into the quarantine.
   */
  @Test
  void namesInAForgedTokenAreForgottenAfterTheAnswer() throws Exception {
    Jwt forged = Jwt.copyOf(TOKEN).withKey("a-key-that-the-gateway-does-not-have");
    for (int i = 0; i < 4_000; i++) {
      String name = i + "n".repeat(36_000);
      String token = forged.withPayload("{\"%s\":1}".formatted(name)).signed();
      String headers = "Content-Type: application/json\r\nAuthorization: Bearer " + token;
      byte[] request = HostileBody.request("/v1/lead-types", headers, bytes("{}"));
      assertThat(HostileBody.status(GATEWAY.api().port(), request)).isEqualTo(401);
    }
    assertGatewayGoesOn();
  }

  private static void assertGatewayGoesOn() {
    Http vendor = GATEWAY.api().bearer(TOKEN);

    assertThat(vendor.post(CAMPAIGN.leads(), LEAD).status()).isEqualTo(201);
    assertThat(GATEWAY.isAlive()).isTrue();
    assertThat(GATEWAY.standardError())
        .doesNotContain("OutOf")
        .doesNotContain("unexpected failure");
    assertThat(Scrape.sum(GATEWAY.management(), "leadgate_leads_received_total"))
        .isEqualTo(Scrape.sum(GATEWAY.management(), "leadgate_leads_total"));
  }

  private interface Call<T> {
    T get() throws IOException;
  }

  private static <T> List<T> atOnce(Call<T> call) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> all =
          IntStream.range(0, AT_ONCE).mapToObj(i -> threads.submit(call::get)).toList();
      List<T> results = new ArrayList<>();
      for (Future<T> future : all) {
        results.add(future.get());
      }
      return results;
    }
  }

  /** The number of chunks that were sent before the gateway closed the connection. */
  private static int chunksSent(byte[] head, byte[] chunk, int atMost) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), GATEWAY.api().port())) {
      OutputStream out = socket.getOutputStream();
      out.write(head);
      int sent = 0;
      try {
        while (sent < atMost) {
          out.write(chunk);
          sent++;
        }
      } catch (IOException closed) {
        return sent;
      }
      return sent;
    }
  }
}
