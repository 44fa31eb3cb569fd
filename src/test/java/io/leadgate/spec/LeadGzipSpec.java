package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.QuarantineRow;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.StoredRows;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Gzip;
import io.leadgate.support.http.Http;
import io.leadgate.support.http.ProblemText;
import io.leadgate.support.http.RawConnection;
import io.leadgate.support.http.VendorFormat;
import io.leadgate.support.http.WholeAnswer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Posts compressed bodies: broken gzip, bodies that are too large when inflated, and other
 * encodings.
 */
class LeadGzipSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final String TOKEN = FIXTURES.token("lead_receiver");
  private static final Http PLAIN = GATEWAY.api().bearer(TOKEN);
  private static final Http VENDOR = PLAIN.with("Content-Encoding", "gzip");
  private static final Http STRANGER =
      GATEWAY.api().bearer("a.b.c").with("Content-Encoding", "gzip");
  private static final byte[] LEAD_GZIP = Gzip.of(LEAD.getBytes(StandardCharsets.UTF_8));
  private static final VendorFormat FORMAT = VendorFormat.GZIP_JSON_OBJECT;

  private final Campaign campaign = FIXTURES.campaign();

  /**
   * Bytes that cannot be inflated to their end.
   *
   * @param latin1 the bytes, each as the character of that number
   */
  record Broken(String name, String latin1) {

    static Broken of(String name, byte[] bytes) {
      return new Broken(name, QuarantineRow.text(bytes));
    }

    byte[] bytes() {
      return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The name of the case in JUnit. */
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Broken> broken() {
    return Stream.of(
        Broken.of("plain JSON", LEAD.getBytes(StandardCharsets.UTF_8)),
        Broken.of("one byte", Arrays.copyOf(LEAD_GZIP, 1)),
        Broken.of("a header alone", Arrays.copyOf(LEAD_GZIP, 10)),
        Broken.of("half of it", Arrays.copyOf(LEAD_GZIP, LEAD_GZIP.length / 2)),
        Broken.of("no length", Arrays.copyOf(LEAD_GZIP, LEAD_GZIP.length - 4)),
        Broken.of("no checksum", Arrays.copyOf(LEAD_GZIP, LEAD_GZIP.length - 8)),
        Broken.of("a byte missing", Arrays.copyOf(LEAD_GZIP, LEAD_GZIP.length - 1)),
        Broken.of("another magic", changed(1)),
        Broken.of("another method", changed(2)),
        Broken.of("reserved flags", changed(3)),
        Broken.of("another first block", changed(10)),
        Broken.of("another checksum", changed(LEAD_GZIP.length - 8)),
        Broken.of("another length", changed(LEAD_GZIP.length - 1)),
        Broken.of("more behind it", joined(LEAD_GZIP, new byte[] {'x', 'y', 'z'})),
        Broken.of("a member that is none behind it", joined(LEAD_GZIP, changed(1))),
        Broken.of("half a member more", joined(LEAD_GZIP, Arrays.copyOf(LEAD_GZIP, 30))));
  }

  private static byte[] changed(int at) {
    byte[] changed = LEAD_GZIP.clone();
    changed[at] ^= (byte) 0xff;
    return changed;
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  @ParameterizedTest
  @MethodSource("broken")
  void brokenGzipIs400(Broken broken) {
    Answer answer = VENDOR.post(campaign.leads(), broken.bytes());

    assertProblem(answer, 400, "malformed-body");
    assertThat(answer.text("detail")).contains("gzip");
    assertThat(StoredRows.of(FIXTURES, campaign)).isEqualTo(StoredRows.NONE);
  }

  @ParameterizedTest
  @MethodSource("broken")
  void brokenGzipIsQuarantinedAsSent(Broken broken) {
    Answer answer = STRANGER.post(campaign.leads(), broken.bytes());

    assertThat(answer.status()).isEqualTo(401);
    assertThat(QuarantineRow.read(GATEWAY.database(), campaign))
        .containsExactly(
            new QuarantineRow(
                answer.text("quarantine_id"),
                "malformed_token",
                null,
                "application/json",
                null,
                broken.latin1()));
  }

  @Test
  void adminSeesTheInflatedBody() {
    Answer answer = STRANGER.post(campaign.leads(), LEAD_GZIP);
    Answer shown =
        GATEWAY.management().admin().get("/admin/quarantine/" + answer.text("quarantine_id"));

    assertThat(shown.text("body")).isEqualTo(LEAD);
    assertThat(shown.json().has("body_encoding")).isFalse();
  }

  /** A member may end at each byte, also in the middle of a character. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 1_000})
  void gzipMembersAreReadAsOneBody(int bytes) {
    String lead = LEAD.replace("Ada", "\u00c5da");
    byte[] whole = lead.getBytes(StandardCharsets.UTF_8);
    byte[] members = {};
    for (int from = 0; from < whole.length; from += bytes) {
      int to = Math.min(from + bytes, whole.length);
      members = joined(members, Gzip.of(Arrays.copyOfRange(whole, from, to)));
    }
    Answer answer = VENDOR.post(campaign.leads(), joined(members, Gzip.of(new byte[0])));

    assertThat(WholeAnswer.of(answer)).isEqualTo(WholeAnswer.accepted(FORMAT, campaign.id()));
    assertThat(StoredRows.hasLead(FIXTURES, campaign, answer.json(), lead)).isTrue();
  }

  @Test
  void emptyGzipMemberIsReadAsAnEmptyBody() {
    Answer compressed = VENDOR.post(campaign.leads(), Gzip.of(new byte[0]));
    Answer plain = PLAIN.post(campaign.leads(), new byte[0]);

    assertThat(compressed.problem()).isEqualTo("malformed-body");
    assertThat(WholeAnswer.of(compressed)).isEqualTo(WholeAnswer.of(plain));
  }

  /** Inflation of ten KiB to ten MiB stops at the limit, and the body is not kept. */
  @ParameterizedTest
  @EnumSource(names = {"GZIP_JSON_OBJECT", "GZIP_FORM", "GZIP_XML", "GZIP_ARRAY"})
  void gzipBombIs413OrWithABadToken401(VendorFormat format) {
    byte[] bomb = format.body(VendorFormat.fields("note", "x".repeat(10 << 20)));
    assertThat(bomb.length).isLessThan(VendorFormat.JSON_OBJECT.bytesMax());

    try (RawConnection connection = RawConnection.to(GATEWAY.api())) {
      connection.send(format.requestHead(campaign.leads(), TOKEN, bomb.length)).send(bomb);
      assertThat(WholeAnswer.of(connection.answer()))
          .isEqualTo(
              WholeAnswer.problem(ProblemText.tooLarge(format.bytesMax()))
                  .with("connection", "close"));
      assertThat(connection.isClosedByServer()).isTrue();
    }
    try (RawConnection connection = RawConnection.to(GATEWAY.api())) {
      connection.send(format.requestHead(campaign.leads(), "a.b.c", bomb.length)).send(bomb);
      Answer answer = connection.answer();
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(answer.json().path("quarantined").toString()).isEqualTo("false");
      assertThat(connection.isClosedByServer()).isTrue();
    }
    assertThat(StoredRows.of(FIXTURES, campaign)).isEqualTo(StoredRows.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "deflate", "zstd", "compress", "gzip, br", "gzip, gzip", "x"})
  void encodingOtherThanGzipIs415WithGzipAsAccepted(String encoding) {
    Answer answer = PLAIN.with("Content-Encoding", encoding).post(campaign.leads(), LEAD_GZIP);

    assertProblem(answer, 415, "unsupported-media-type");
    assertThat(answer.header("Accept-Encoding")).isEqualTo("gzip");
    assertThat(StoredRows.of(FIXTURES, campaign)).isEqualTo(StoredRows.NONE);
  }

  @Test
  void encodingIsReadInAnyCaseAndMayBeIdentity() {
    Http upper = PLAIN.with("Content-Encoding", "GZIP");
    Http identity = PLAIN.with("Content-Encoding", "identity");

    assertThat(upper.post(campaign.leads(), LEAD_GZIP).status()).isEqualTo(201);
    assertThat(identity.post(campaign.leads(), LEAD).status()).isEqualTo(201);
  }

  @AfterEach
  void assertThatTheNextGoodLeadIsAccepted() {
    assertThat(VENDOR.post(campaign.leads(), LEAD_GZIP).status()).isEqualTo(201);
  }
}
