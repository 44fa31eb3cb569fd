package io.leadgate.receiver.cut;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.ClientSecret;
import io.leadgate.domain.FieldType;
import io.leadgate.domain.LeadType;
import io.leadgate.web.request.ContentType;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests what is cut out of bodies that are kept, in each format, and what stays. */
class BodyCutTest {

  private static final LeadType ANYTHING = LeadType.unknown(1);
  private static final LeadType WITH_API_KEY =
      new LeadType(
          1,
          "",
          false,
          "US",
          List.of(new LeadType.Field("API_Key", "", FieldType.TEXT, false, List.of())),
          Instant.EPOCH,
          Instant.EPOCH);

  private static Cut cut(String type, String body, CredentialNames names, Level level) {
    return BodyCut.of(ContentType.parse(type), body.getBytes(StandardCharsets.UTF_8), names, level)
        .toEnd();
  }

  private static String text(Cut cut) {
    return new String(cut.body(), StandardCharsets.UTF_8);
  }

  private static void assertCut(String type, Level level, String body, String left, String names) {
    Cut cut = cut(type, body, CredentialNames.of(ANYTHING), level);
    assertThat(text(cut)).isEqualTo(left);
    assertThat(String.join(" ", cut.names())).isEqualTo(names == null ? "" : names);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"api_key\":\"s\"} | {} | api_key",
        "{ \"api_key\" : \"s\" } | {  } | api_key",
        "{\"a\":1,\"api_key\":\"s\"} | {\"a\":1} | api_key",
        "{\"api_key\":\"s\",\"a\":1} | {\"a\":1} | api_key",
        "{\"a\":1,\"api_key\":\"s\",\"b\":2} | {\"a\":1,\"b\":2} | api_key",
        "{\"a\":1 , \"api_key\":\"s\", \"APIKEY\":\"t\" } | {\"a\":1 } | api_key APIKEY",
        "{\"api-key\":1,\"access_token\":null,\"a\":1,\"client_secret\":[\"x\",{\"y\":1}]}"
            + " | {\"a\":1} | api-key access_token client_secret",
        "{\"api_key\":\"s\",\"api_key\":\"t\"} | {} | api_key",
        "{\"api\\u005fkey\":\"s\",\"a\":1} | {\"a\":1} | api_key",
        "{\"Authorization\":\"Bearer s\",\"a\":1} | {\"a\":1} | Authorization",
        "{\"authorization\":\" basic s\"} | {} | authorization",
        "{\"authorization\":\"I agree\",\"a\":1} | {\"authorization\":\"I agree\",\"a\":1} |",
        "{\"authorization\":\"Basically yes\"} | {\"authorization\":\"Basically yes\"} |",
        "{\"authorization\":{\"x\":1}} | {\"authorization\":{\"x\":1}} |",
        "{\"password\":\"s\"} | {\"password\":\"s\"} |",
        "{\"deep\":{\"api_key\":\"s\"}} | {\"deep\":{\"api_key\":\"s\"}} |",
        "{\"deep\":[{\"api_key\":\"s\"}]} | {\"deep\":[{\"api_key\":\"s\"}]} |",
        "{\"my_api_key\":\"s\",\"api_keys\":1} | {\"my_api_key\":\"s\",\"api_keys\":1} |",
        "[{\"api_key\":\"s\",\"a\":1},{\"b\":2}] | [{\"a\":1},{\"b\":2}] | api_key",
        "[{\"fields\":{\"a\":1,\"api_key\":\"s\"},\"apikey\":2}] | [{\"fields\":{\"a\":1}}] |"
            + " api_key apikey",
        "[{\"fields\":{\"a\":{\"api_key\":1}}}] | [{\"fields\":{\"a\":{\"api_key\":1}}}] |",
        "[[{\"api_key\":1}]] | [[{\"api_key\":1}]] |",
      })
  void credentialsAreCutOutOfJson(String body, String left, String names) {
    assertCut("application/json", Level.BODY, body, left, names);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"source\":{\"vid\":1,\"api_key\":\"s\"},\"leads\":[]} |"
            + " {\"source\":{\"vid\":1},\"leads\":[]} | api_key",
        "{\"access_token\":\"s\",\"leads\":[{\"fields\":{\"a\":1,\"apikey\":2}}]} |"
            + " {\"leads\":[{\"fields\":{\"a\":1}}]} | access_token apikey",
        "{\"Leads\":[{\"Properties\":{\"api-key\":1},\"Fields\":{\"API_KEY\":1}}]} |"
            + " {\"Leads\":[{\"Properties\":{},\"Fields\":{}}]} | api-key API_KEY",
        "{\"leads\":[{\"fields\":{\"x\":{\"api_key\":1}}}]} |"
            + " {\"leads\":[{\"fields\":{\"x\":{\"api_key\":1}}}]} |",
        "{\"other\":{\"api_key\":1}} | {\"other\":{\"api_key\":1}} |",
        "{\"leads\":{\"fields\":{\"api_key\":1}}} | {\"leads\":{\"fields\":{}}} | api_key",
        "{\"leads\":[[{\"fields\":{\"api_key\":1}}]]} | {\"leads\":[[{\"fields\":{}}]]} | api_key",
      })
  void credentialsAreCutOutOfEachLevelOfV2(String body, String left, String names) {
    assertCut("application/json", Level.V2_BODY, body, left, names);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "api_key=s | '' | api_key",
        "a=1&api_key=s&b=2 | a=1&b=2 | api_key",
        "API-KEY=s&a=%41+b | a=%41+b | API-KEY",
        "api%5Fkey=s&a=1 | a=1 | api_key",
        "access_token&a=1 | a=1 | access_token",
        "authorization=Bearer+s&a=1 | a=1 | authorization",
        "authorization=I+agree | authorization=I+agree | ''",
        "a=api_key%3Ds&my_api_key=t | a=api_key%3Ds&my_api_key=t | ''",
        "password=s | password=s | ''",
        "\uFEFFapi_key=s&a=1 | a=1 | api_key",
        "api_key=%FF&a=%FF | a=%FF | api_key",
        "authorization=Bearer%09s&a=1 | a=1 | authorization",
      })
  void credentialsAreCutOutOfForms(String body, String left, String names) {
    assertCut("application/x-www-form-urlencoded", Level.BODY, body, left, names);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<l><api_key>s</api_key></l> | <l></l> | api_key",
        "<l><a>1</a><API-KEY>s</API-KEY><b/></l> | <l><a>1</a><b/></l> | API-KEY",
        "<l><x:apikey xmlns:x=\">\">s</x:apikey></l> | <l></l> | apikey",
        "<l><api_key/><a>1</a></l> | <l><a>1</a></l> | api_key",
        "<l><api_key><![CDATA[</api_key>]]></api_key></l> | <l></l> | api_key",
        "<l><authorization><![CDATA[Bearer s]]></authorization></l> | <l></l> | authorization",
        "<l><authorization>I agree</authorization></l> |"
            + " <l><authorization>I agree</authorization></l> | ''",
        "<l><a><api_key>s</api_key></a></l> | <l><a><api_key>s</api_key></a></l> | ''",
        "<api_key><a>1</a></api_key> | <api_key><a>1</a></api_key> | ''",
        "<?xml version='1.0'?><!-- <api_key> --><l><api_key>s</api_key></l> |"
            + " <?xml version='1.0'?><!-- <api_key> --><l></l> | api_key",
      })
  void credentialsAreCutOutOfXml(String body, String left, String names) {
    assertCut("application/xml", Level.BODY, body, left, names);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\n"})
  void credentialsAreCutOutOfMultipart(String end) {
    String credential =
        "--b%sContent-Disposition: form-data; name=\"api_key\"%s%ss%s".replace("%s", end);
    String field = "--b%sContent-Disposition: form-data; name=a%s%s1%s".replace("%s", end);

    assertCut(
        "multipart/form-data; boundary=b",
        Level.BODY,
        field + credential + field + "--b--",
        field + field + "--b--",
        "api_key");
  }

  /** A body that cannot be parsed is searched as text, whatever it is said to be. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"api_key\":\"s3cret\",\"a\": | {\"api_key\":\"***\",\"a\": | api_key",
        "{\\\"api_key\\\" : \\\"s3cret\\\"} | {\\\"api_key\\\" : \\\"***\"} | api_key",
        "{'API-KEY': 's3cret', x | {'API-KEY': '***', x | API-KEY",
        "{api_key=s3cret&b | {api_key=***&b | api_key",
        "<l><client_secret>s3cret</l> | <l><client_secret>***</l> | client_secret",
        "<l><authorization>Bearer s3cret | <l><authorization>*** | authorization",
        "{\"authorization\":\"I agree\", | {\"authorization\":\"I agree\", |",
        "{\"api_key\": \"a\", \"access_token\": \"b | {\"api_key\": \"***\", \"access_token\": \"*** |"
            + " api_key access_token",
        "{\"api_keys\":\"s\", | {\"api_keys\":\"s\", |",
        "authorization=Bearer+s3cret&b | authorization=***&b | authorization",
        "{\"authorization\":\"Bearer%20s3cret | {\"authorization\":\"*** | authorization",
        "authorization: yes; api_key: s3cret | authorization: yes; api_key: *** | api_key",
        "<!DOCTYPE l><l><api_key x=\"y\">s3cret</api_key></l> |"
            + " <!DOCTYPE l><l><api_key x=\"y\">***</api_key></l> | api_key",
        "<l><x:api-key><![CDATA[s3cret | <l><x:api-key><![CDATA[*** | api-key",
        "<l><api_key>\"s3cret\"</api_key> | <l><api_key>\"***\"</api_key> | api_key",
        "<l><f name=\"api_key\">s3cret</f> | <l><f name=\"api_key\">***</f> | api_key",
        "<l api_key=\"s3cret\"><a>1</a></l> | <l api_key=\"***\"><a>1</a></l> | api_key",
        "<a></b>api_key=s3cret | <a></b>api_key=*** | api_key",
        "<a/>api_key=s3cret | <a/>api_key=*** | api_key",
      })
  void brokenBodyIsSearchedAsText(String body, String left, String names) {
    for (String type : List.of("application/json", "application/xml")) {
      assertCut(type, Level.BODY, body, left, names);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: text/plain; name=\"x\"\r\nContent-Disposition: form-data; name=\"api-key\"",
        "Content-Disposition: form-data; name=\" api-key\"\r\nContent-Length: 6",
        "content-disposition: form-data; filename=\"f\"; name=api-key",
      })
  void nameOfAPartIsThatOfItsDisposition(String head) {
    assertCut(
        "multipart/form-data; boundary=b",
        Level.BODY,
        "--b\r\n" + head + "\r\n\r\ns3cret\r\n--b--",
        "--b--",
        "api-key");
  }

  /** The last line behind the search for names. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"deep\":{\"token\":\"%s\"}}",
        "{'x': '%s",
        "x=%s&y=1",
        "<l><x>%s</x></l>",
        "a text with %s in it",
      })
  void secretOfThisGatewayIsHiddenWhereverItStands(String body) {
    String secret = ClientSecret.generate(new SecureRandom()).value();
    for (String type :
        List.of("application/json", "application/x-www-form-urlencoded", "text/xml")) {
      assertCut(type, Level.BODY, body.formatted(secret), body.formatted("***"), "");
    }
  }

  @Test
  void bodyInUtf16IsSearchedToo() {
    String secret = ClientSecret.generate(new SecureRandom()).value();
    for (Charset wide :
        List.of(
            StandardCharsets.UTF_16LE,
            StandardCharsets.UTF_16BE,
            StandardCharsets.UTF_16,
            Charset.forName("UTF-32LE"),
            Charset.forName("UTF-32BE"))) {
      byte[] named = "{\"api_key\":\"s3cret\"}".getBytes(wide);
      byte[] hidden = ("{\"x\":\"" + secret + "\"}").getBytes(wide);

      assertThat(without(named, wide)).contains("***").doesNotContain("s3cret");
      assertThat(new String(cutBytes(hidden), StandardCharsets.ISO_8859_1).replace("\0", ""))
          .contains("***")
          .doesNotContain(secret);
    }
  }

  private static String without(byte[] body, Charset charset) {
    return new String(cutBytes(body), charset);
  }

  private static byte[] cutBytes(byte[] body) {
    return BodyCut.of(
            ContentType.parse("application/json"), body, CredentialNames.of(ANYTHING), Level.BODY)
        .toEnd()
        .body();
  }

  @Test
  void valueOnALineOfItsOwnIsFound() {
    assertCut(
        "application/xml",
        Level.BODY,
        "<l><api_key>\n  s3cret\n</api_key>",
        "<l><api_key>\n  ***\n</api_key>",
        "api_key");
  }

  /** A head far behind the name is another part's. */
  @Test
  void nothingIsPassedOverOnTheWayToAValue() {
    assertCut(
        "application/xml",
        Level.BODY,
        "<l><f name=\"api_key\">a</f>\r\n<apikey>b</apikey>\r\n\r\nhello",
        "<l><f name=\"api_key\">***</f>\r\n<apikey>***</apikey>\r\n\r\nhello",
        "api_key apikey");
  }

  /** The parser of JSON reads a text of this length in several pieces. */
  @Test
  void credentialFarBehindIsCutOutOfJson() {
    String far = "{\"a\":\"" + "x".repeat(40_000) + "\"";

    assertCut(
        "application/json",
        Level.BODY,
        far + ",\"api_key\":\"s\",\"b\":1}",
        far + ",\"b\":1}",
        "api_key");
  }

  @Test
  void plainTextThatIsSaidToBeGzipIsSearchedToo() {
    byte[] plain = "{\"access_token\":\"s3cret\"}".getBytes(StandardCharsets.UTF_8);

    Cut cut = BodyCut.ofBroken(plain, new byte[0], CredentialNames.of(ANYTHING));

    assertThat(text(cut)).isEqualTo("{\"access_token\":\"***\"}");
  }

  @Test
  void whatStandsBeforeTheFirstPartStays() {
    assertCut(
        "multipart/form-data; boundary=b",
        Level.BODY,
        "preamble\r\n--b\r\nContent-Disposition: form-data; name=api_key\r\n\r\ns\r\n--b--",
        "preamble\r\n--b--",
        "api_key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--b\nContent-Disposition: form-data; name=\"api_key\"\n\ns3cret\n--b",
        "name=\"api_key\"\r\n\r\n\"s3cret\"\r\n--b"
      })
  void brokenPartsAreSearchedAsText(String body) {
    assertThat(
            text(
                cut(
                    "multipart/form-data; boundary=c",
                    body,
                    CredentialNames.of(ANYTHING),
                    Level.BODY)))
        .isEqualTo(body.replace("s3cret", "***"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"multipart/form-data; boundary=b", "multipart/form-data"})
  void brokenMultipartIsSearchedAsText(String type) {
    String body =
        "--b\r\nContent-Disposition: form-data; name=\"api_key\"\r\nContent-Length: 6\r\n\r\ns3cret\r\n--b";

    assertThat(text(cut(type, body, CredentialNames.of(ANYTHING), Level.BODY)))
        .doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "application/json | {\"api_key\":\"s\"}",
        "application/json | {\"api_key\":\"s\",",
        "application/x-www-form-urlencoded | api_key=s",
        "application/xml | <l><api_key>s</api_key></l>",
      })
  void fieldOfTheLeadTypeIsNoCredential(String type, String body) {
    assertThat(text(cut(type, body, CredentialNames.of(WITH_API_KEY), Level.BODY))).isEqualTo(body);
  }

  @ParameterizedTest
  @CsvSource({"password=s&a=1, a=1", "Password=s&vid=1, vid=1"})
  void passwordIsACredentialOfV1(String body, String left) {
    assertThat(
            text(
                cut(
                    "application/x-www-form-urlencoded",
                    body,
                    CredentialNames.ofV1(ANYTHING),
                    Level.WITHIN)))
        .isEqualTo(left);
  }

  /** Such a body takes many pieces, and is as long as a kept body may be. */
  @ParameterizedTest
  @CsvSource({
    "application/json, '[', '{\"a\":1,\"api_key\":\"s3cret\"}', ',', ']'",
    "application/x-www-form-urlencoded, '', a=1&api_key=s3cret, &, ''",
    "application/xml, <l>, <a>1</a><api_key>s3cret</api_key>, '', </l>",
  })
  void longBodyIsCutInPieces(String type, String begin, String lead, String between, String end) {
    int leads = (1 << 20) / (lead.length() + 1);
    String body = begin + String.join(between, Collections.nCopies(leads, lead)) + end;

    assertThat(text(cut(type, body, CredentialNames.of(ANYTHING), Level.BODY)))
        .doesNotContain("s3cret")
        .hasSizeGreaterThan(leads);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{}", "[]", "a=1", "<l/>", "\u0000", "plain text"})
  void bodyWithoutACredentialStaysAsItCame(String body) {
    for (String type :
        List.of("application/json", "application/x-www-form-urlencoded", "text/xml", "x/y")) {
      assertCut(type, Level.BODY, body, body, "");
    }
  }
}
