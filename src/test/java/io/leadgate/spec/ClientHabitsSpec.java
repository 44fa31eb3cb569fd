package io.leadgate.spec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.StoredRows;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Gzip;
import io.leadgate.support.http.Http;
import io.leadgate.support.http.RawConnection;
import java.net.URLEncoder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sends what tools and libraries in wide use send: a lead is taken wherever nothing of it can be
 * lost, and each refusal says what came, where, and what to send instead.
 */
class ClientHabitsSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Http VENDOR = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));
  private static final Http READER = GATEWAY.api().bearer(FIXTURES.token("data_api"));
  private static final String JSON = "application/json";
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String XML = "application/xml";
  private static final String LEAD = "{\"first_name\":\"Ada\",\"email\":\"ada@example.com\"}";

  private final Campaign campaign =
      FIXTURES.campaign(
          """
          [{"name":"first_name","type":"text"},{"name":"email","type":"email"},
           {"name":"phone","type":"phone"},{"name":"state","type":"us_state"},
           {"name":"born","type":"date"}]""");

  static Stream<Arguments> taken() {
    return Stream.of(
        arguments(JSON, "\uFEFF" + LEAD, LEAD),
        arguments(FORM, "\uFEFFfirst_name=Ada", "{\"first_name\":\"Ada\"}"),
        arguments(
            XML, "\uFEFF<lead><first_name>Ada</first_name></lead>", "{\"first_name\":\"Ada\"}"),
        arguments("text/json; charset=utf8", LEAD, LEAD),
        arguments("application/vnd.api+json", LEAD, LEAD),
        arguments("application/json; charset='UTF8'", LEAD, LEAD),
        arguments(FORM + "; charset=us-ascii", "first_name=Ada", "{\"first_name\":\"Ada\"}"),
        arguments(
            "application/soap+xml",
            "<x><first_name>Ada</first_name></x>",
            "{\"first_name\":\"Ada\"}"),
        // The header's character set wins over the declaration (RFC 7303, section 3).
        arguments(
            "text/xml; charset=utf-8",
            "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><x><first_name>Zo\u00eb</first_name></x>",
            "{\"first_name\":\"Zo\u00eb\"}"),
        arguments(
            XML,
            "<?xml version=\"1.0\" encoding=\"us-ascii\"?><x><first_name>Ada</first_name></x>",
            "{\"first_name\":\"Ada\"}"),
        arguments(
            XML,
            "<lead xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                + " xsi:noNamespaceSchemaLocation=\"lead.xsd\"><first_name xsi:type=\"string\">Ada"
                + "</first_name><phone xsi:nil=\"true\"/><age xsi:nil=\"1\"></age></lead>",
            "{\"first_name\":\"Ada\"}"),
        arguments(
            FORM,
            "first_name=Ada&first_name=Ada&interest%5B%5D=solar&interest%5B%5D=roof&topic[]=x",
            "{\"first_name\":\"Ada\",\"interest[]\":[\"solar\",\"roof\"],\"topic[]\":[\"x\"]}"),
        arguments(
            XML,
            "<x><first_name>Ada</first_name><pet>cat</pet><pet>dog</pet></x>",
            "{\"first_name\":\"Ada\",\"pet\":[\"cat\",\"dog\"]}"),
        arguments(
            JSON,
            "{\"email\":\"ada19@example.com\u200b\",\"born\":\"\u200e4\u200e/\u200e12\u200e/\u200e1985\","
                + "\"state\":\"US-NY\"}",
            "{\"email\":\"ada19@example.com\u200b\",\"born\":\"\u200e4\u200e/\u200e12\u200e/\u200e1985\","
                + "\"state\":\"US-NY\"}"));
  }

  @ParameterizedTest
  @MethodSource("taken")
  void leadIsStoredAsSent(String type, String body, String fields) {
    Answer answer = post(type, body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    assertThat(StoredRows.hasLead(FIXTURES, campaign, answer.json(), fields)).isTrue();
  }

  @Test
  void arrayMayHaveAByteOrderMarkToo() {
    Answer plain = post(JSON, "\uFEFF[" + LEAD + ",{\"first_name\":\"Bob\"}]");
    Answer zipped =
        VENDOR
            .with("Content-Type", JSON)
            .with("Content-Encoding", "gzip")
            .post(campaign.leads(), gzip("\uFEFF[" + LEAD + "]"));

    assertThat(plain.json().path("accepted").asInt()).isEqualTo(2);
    assertThat(zipped.json().path("accepted").asInt()).isEqualTo(1);
    assertThat(FIXTURES.storedLeads(campaign)).isEqualTo(3);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments(
            FORM,
            LEAD,
            415,
            "The body is JSON, but its Content-Type says a form; send Content-Type: application/json."),
        arguments(
            FORM,
            "\n [" + LEAD + "]",
            415,
            "The body is JSON, but its Content-Type says a form; send Content-Type: application/json."),
        arguments(
            FORM,
            "<lead/>",
            415,
            "The body is XML, but its Content-Type says a form; send Content-Type: application/xml."),
        arguments(
            JSON,
            "first_name=Ada&email=ada%40example.com",
            400,
            "The body is a form, but its Content-Type says JSON; send Content-Type:"
                + " application/x-www-form-urlencoded."),
        arguments(
            JSON,
            "<lead/>",
            400,
            "The body is XML, but its Content-Type says JSON; send Content-Type: application/xml."),
        arguments(
            XML,
            LEAD,
            400,
            "The body is JSON, but its Content-Type says XML; send Content-Type: application/json."),
        arguments(
            FORM,
            "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x--\r\n",
            415,
            "The body is multipart, but its Content-Type says a form; send Content-Type:"
                + " multipart/form-data, with the boundary."),
        arguments(
            "application/json; charset=iso-8859-1",
            LEAD,
            415,
            "The Content-Type is \"application/json; charset=iso-8859-1\"; send the body in UTF-8."),
        arguments(
            "text/plain",
            LEAD,
            415,
            "The Content-Type is \"text/plain\"; send one of application/json,"
                + " application/x-www-form-urlencoded, multipart/form-data, application/xml,"
                + " text/xml."),
        arguments(
            JSON,
            "{\"first_name\":\"line one\nline two\"}",
            400,
            "The JSON is not valid at line 1, column 24: a line break, tab or other control"
                + " character stands in a string; write \\n, \\t or \\u and its code."),
        arguments(
            JSON,
            "{\"first_name\":\"Ada\",\"age\":,\"x\":1}",
            400,
            "The JSON is not valid at line 1, column 27: a value is missing, or there is a comma too"
                + " many."),
        arguments(
            JSON,
            "{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{}}}}}}",
            400,
            "The JSON is nested too deep: at most 5 levels are taken."),
        arguments(
            XML,
            "<lead><phone currency=\"EUR\">1</phone></lead>",
            400,
            "The element phone has an attribute (currency), which would be lost; a field's value is"
                + " the text of its element."));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusalSaysWhatCameAndWhatToSend(String type, String body, int status, String detail) {
    Answer answer = post(type, body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.text("detail")).isEqualTo(detail);
    assertThat(FIXTURES.storedLeads(campaign)).isZero();
  }

  @Test
  void missingTypeAndUnknownCodingAreNamed() {
    Answer none = VENDOR.send("POST", campaign.leads(), LEAD.getBytes(UTF_8));
    Answer coding = VENDOR.with("Content-Encoding", "UTF-8").post(campaign.leads(), LEAD);

    assertThat(none.text("detail")).startsWith("The request has no Content-Type; send one of ");
    assertThat(coding.text("detail"))
        .isEqualTo(
            "The Content-Encoding is \"UTF-8\", which names a compression; send the body plain or in"
                + " gzip.");
  }

  @Test
  void bytesThatAreNotUtf8AreNamed() {
    Answer zipped = VENDOR.post(campaign.leads(), gzip(LEAD));
    Answer wide = VENDOR.post(campaign.leads(), ("\uFEFF" + LEAD).getBytes(UTF_16LE));
    Answer wideWithoutMark = VENDOR.post(campaign.leads(), LEAD.getBytes(UTF_16LE));
    Answer latin = VENDOR.post(campaign.leads(), "{\"a\":\"Zo\u00eb\"}".getBytes(ISO_8859_1));

    Http form = VENDOR.with("Content-Type", "application/x-www-form-urlencoded");
    Answer zippedForm = form.post(campaign.leads(), gzip("a=b"));
    Answer zippedCall =
        GATEWAY
            .api()
            .with("Content-Type", "application/x-www-form-urlencoded")
            .post("/oauth2/token", gzip("grant_type=client_credentials"));

    assertThat(zipped.text("detail"))
        .isEqualTo("The body is gzip; send the header Content-Encoding: gzip with it.");
    assertThat(zippedForm.text("detail")).isEqualTo(zipped.text("detail"));
    assertThat(zippedCall.text("error_description")).isEqualTo(zipped.text("detail"));
    assertThat(wide.text("detail")).isEqualTo("The body is in UTF-16; send it in UTF-8.");
    assertThat(wideWithoutMark.text("detail")).contains("UTF-16");
    assertThat(latin.text("detail"))
        .isEqualTo("The body is not valid UTF-8: see byte 9, which is EB; send the body in UTF-8.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          email=ada+news@example.com     | email must be an e-mail address, such as ada@example.com; in a form a plus is written %2B
          phone=+442079460958            | phone must be a phone number, such as (212) 555-0123 or +44 20 7946 0958; in a form a plus is written %2B
          email=ada+news                 | email must be an e-mail address, such as ada@example.com
          first_name=Ada&first_name=Bob  | first_name has 2 values; it takes one
          """)
  void fieldErrorOfAFormNamesTheFault(String form, String message) {
    Answer answer = post(FORM, form);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().at("/errors/0/message").asText()).isEqualTo(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada\u200b@example.com",
        "ada@exam\u00adple.com",
        "Ada <ada@example.com>",
        "ada@example.com, bob@example.com"
      })
  void addressWithInvisibleCharactersOrANameIs422(String email) {
    Answer answer = post(JSON, "{\"email\":\"%s\"}".formatted(email));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(READER.get("/v1/leads?email=" + encoded(email)).status()).isEqualTo(400);
  }

  /**
   * A field that the lead type does not name is stored whatever it holds, and found by an address.
   */
  @Test
  void leadIsFoundByItsAddressAlone() {
    Campaign anything = FIXTURES.campaignOfAnything();
    Answer marked =
        VENDOR.post(
            anything.leads(),
            "{\"email\":\"\u200eMarked.%d@Example.com\u200b\"}".formatted(anything.id()));
    Answer broken =
        VENDOR.with("Content-Type", FORM).post(anything.leads(), "email=ada+x@example.com");

    assertThat(broken.status()).isEqualTo(201);
    assertThat(
            READER
                .get("/v1/leads?email=marked.%d@example.com".formatted(anything.id()))
                .json()
                .at("/items/0/id")
                .asText())
        .isEqualTo(marked.text("id"));
    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM lead WHERE id = ?::uuid AND email IS NULL",
                broken.text("id")))
        .isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"utm_source=footer%", "a=%u00e9", "50%+off", "%", "%ff=1&test=false", "&&="})
  void parametersThatAreNotOursAreNeverLookedAt(String query) {
    Answer answer =
        RawConnection.answer(
            GATEWAY.api(),
            campaign
                .rawPost(FIXTURES.token("lead_receiver"), LEAD)
                .replace(" HTTP/1.1", "?" + query + " HTTP/1.1"));

    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
  }

  @Test
  void requestWithoutAHostIsToldSoOnBothListeners() {
    for (Http listener : new Http[] {GATEWAY.api(), GATEWAY.management()}) {
      for (String host : new String[] {"", "Host: a b\n"}) {
        Answer answer =
            RawConnection.answer(listener, "GET /openapi.json HTTP/1.1\n" + host + "\n");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("detail"))
            .isEqualTo(
                "The Host header is missing or cannot be read; send the host and, where it is not"
                    + " the usual one, the port.");
      }
    }
  }

  @Test
  void pathWithoutItsNumberIsNoOtherPath() {
    Answer answer = VENDOR.post("/v1/campaigns//leads", LEAD);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("detail"))
        .isEqualTo("There is no such path; it has two slashes in a row, so an id may be missing.");
  }

  private Answer post(String type, String body) {
    return VENDOR.with("Content-Type", type).post(campaign.leads(), body.getBytes(UTF_8));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private static byte[] gzip(String text) {
    return Gzip.of(text.getBytes(UTF_8));
  }
}
