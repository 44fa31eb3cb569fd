package io.leadgate.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.http.RawConnection;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Asks for tokens with requests or logins that are refused. Each refusal has the shape of RFC 6749,
 * section 5.2, and tells no more.
 */
class TokenRefusalSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String TOKEN = "/oauth2/token";
  private static final Credential CREDENTIAL = FIXTURES.credential("lead_receiver");
  private static final String NAMED =
      "client_id=" + CREDENTIAL.clientId() + "&client_secret=" + CREDENTIAL.secret();
  private static final String GOOD = "grant_type=client_credentials&" + NAMED;
  private static final Http CLIENT = GATEWAY.api();
  private static final Http FORMS = CLIENT.with("Content-Type", FORM);
  private static final Http BASIC = FORMS.basic(CREDENTIAL.clientId(), CREDENTIAL.secret());

  @ParameterizedTest
  @ValueSource(strings = {"everything", "data_api", "lead_receiver data_api", "LEAD_RECEIVER", " "})
  void unknownOrUngrantedScopeIsRefused(String scope) {
    assertRefused(
        FORMS.post(TOKEN, GOOD + "&scope=" + scope.replace(" ", "%20")), 400, "invalid_scope");
  }

  @Test
  void grantTypesOtherThanClientCredentialsAreRefused() {
    for (String other :
        "password authorization_code refresh_token CLIENT_CREDENTIALS".split(" ", -1)) {
      assertRefused(
          FORMS.post(TOKEN, "grant_type=" + other + "&" + NAMED), 400, "unsupported_grant_type");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "scope=lead_receiver",
        "grant_type",
        "grant_type=client_credentials&grant_type=client_credentials",
        "grant_type=client_credentials&scope=lead_receiver&scope=lead_receiver",
        "grant_type=client_credentials&client_id=1&client_id=1",
        "grant_type=client_credentials\u00ff",
      })
  void incompleteOrAmbiguousFormIsRefused(String form) {
    Answer answer = BASIC.post(TOKEN, form.getBytes(StandardCharsets.ISO_8859_1));

    assertRefused(answer, 400, "invalid_request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{}",
        "{\"grant_type\":1}",
        "{\"grant_type\":[\"client_credentials\"]}",
        "{\"grant_type\":\"client_credentials\",\"grant_type\":\"client_credentials\"}",
        "{\"grant_type\":\"client_credentials\",\"scope\":[\"lead_receiver\"]}",
        "{\"grant_type\":\"client_credentials\"} x",
        "{'grant_type':'client_credentials'}",
        "{\"grant_type\":\"\u00ff\"}",
      })
  void bodyOtherThanAJsonObjectOfStringsIsRefused(String body) {
    Http basic = CLIENT.basic(CREDENTIAL.clientId(), CREDENTIAL.secret());

    assertRefused(
        basic.post(TOKEN, body.getBytes(StandardCharsets.ISO_8859_1)), 400, "invalid_request");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          scope=lead_receiver,data_api | There is no scope lead_receiver,data_api; the scopes are account_api data_api lead_receiver, with spaces between them.
          scope=a%22b                  | There is no scope a?b; the scopes are account_api data_api lead_receiver, with spaces between them.
          scope=+                      | The scope is blank; the scopes are account_api data_api lead_receiver, with spaces between them.
          scope=data_api               | The credential does not have each of the scopes.
          """)
  void unknownScopeIsNamed(String scope, String description) {
    Answer answer = BASIC.post(TOKEN, "grant_type=client_credentials&" + scope);

    assertRefused(answer, 400, "invalid_scope");
    assertThat(answer.text("error_description")).isEqualTo(description);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"grant_type":1}                              | The member grant_type must be a string.
          {"grant_type":"client_credentials","scope":[]} | The member scope must be a string.
          {"grant_type":"client_credentials",}          | The JSON is not valid at line 1, column 36: there is a comma too many.
          """)
  void faultInJsonIsNamed(String body, String description) {
    Answer answer = CLIENT.basic(CREDENTIAL.clientId(), CREDENTIAL.secret()).post(TOKEN, body);

    assertRefused(answer, 400, "invalid_request");
    assertThat(answer.text("error_description")).isEqualTo(description);
  }

  @Test
  void repeatedParameterIsNamed() {
    Answer answer =
        BASIC.post(TOKEN, "grant_type=client_credentials&grant_type=client_credentials");

    assertThat(answer.text("error_description")).isEqualTo("The parameter grant_type is repeated.");
  }

  @Test
  void bodyInAnotherFormatThanItSaysIs415ThatNamesBoth() {
    Answer form = BASIC.post(TOKEN, "{\"grant_type\":\"client_credentials\"}");
    Answer json = CLIENT.basic(CREDENTIAL.clientId(), CREDENTIAL.secret()).post(TOKEN, GOOD);

    assertRefused(form, 415, "invalid_request");
    assertThat(form.text("error_description"))
        .isEqualTo(
            "The body is JSON, but its Content-Type says a form; send Content-Type:"
                + " application/json.");
    assertRefused(json, 415, "invalid_request");
    assertThat(json.text("error_description"))
        .isEqualTo(
            "The body is a form, but its Content-Type says JSON; send Content-Type: " + FORM + ".");
  }

  @Test
  void mediaTypesOtherThanJsonAndFormAreRefused() {
    for (String type : new String[] {"text/plain", "application/xml", FORM + ";charset=latin1"}) {
      assertRefused(CLIENT.with("Content-Type", type).post(TOKEN, GOOD), 415, "invalid_request");
    }
    assertRefused(
        CLIENT.send("POST", TOKEN, GOOD.getBytes(StandardCharsets.UTF_8)), 415, "invalid_request");
  }

  @Test
  void tooLargeBodyIsRefused() {
    assertRefused(FORMS.post(TOKEN, GOOD + "&x=" + "x".repeat(20_000)), 413, "invalid_request");
  }

  @Test
  void failedLoginsGetTheSameRefusal() {
    Credential disabled = FIXTURES.credential("lead_receiver");
    GATEWAY
        .management()
        .admin()
        .patch("/admin/credentials/" + disabled.clientId(), "{\"enabled\":false}");
    String[][] pairs = {
      {"00000000-0000-4000-8000-000000000000", CREDENTIAL.secret()},
      {"nobody", CREDENTIAL.secret()},
      {CREDENTIAL.clientId(), "not-its-secret"},
      {CREDENTIAL.clientId(), disabled.secret()},
      {disabled.clientId(), disabled.secret()},
      {disabled.clientId(), "not-its-secret"},
    };
    for (String[] pair : pairs) {
      Answer body =
          FORMS.post(
              TOKEN,
              "grant_type=client_credentials&client_id=%s&client_secret=%s"
                  .formatted(pair[0], pair[1]));
      Answer basic = FORMS.basic(pair[0], pair[1]).post(TOKEN, "grant_type=client_credentials");

      assertRefused(body, 401, "invalid_client");
      assertThat(body.headers().firstValue("WWW-Authenticate")).isEmpty();
      assertThat(body.text("error_description"))
          .isEqualTo("The client id or the client secret is not valid.");
      assertRefused(basic, 401, "invalid_client");
      assertThat(basic.header("WWW-Authenticate")).isEqualTo("Basic realm=\"leadgate\"");
      assertThat(basic.body()).isEqualTo(body.body());
    }
  }

  @Test
  void credentialsInTheQueryAreRefused() {
    assertRefused(
        FORMS.post(TOKEN + "?" + NAMED, "grant_type=client_credentials"), 400, "invalid_request");
    assertRefused(FORMS.post(TOKEN + "?client_secret=x", GOOD), 400, "invalid_request");
    assertRefused(FORMS.post(TOKEN + "?client_id=x", GOOD), 400, "invalid_request");
  }

  @Test
  void unreadableQueryIsRefused() {
    Answer answer =
        RawConnection.answer(
            CLIENT,
            "POST %s?client_secret=%%zz HTTP/1.1\nHost: a\nContent-Type: %s\nContent-Length: %d\n\n%s"
                .formatted(TOKEN, FORM, GOOD.length(), GOOD));

    assertRefused(answer, 400, "invalid_request");
  }

  @Test
  void basicTogetherWithTheBodyIsRefused() {
    assertRefused(BASIC.post(TOKEN, GOOD), 400, "invalid_request");
    assertRefused(
        BASIC.post(TOKEN, "grant_type=client_credentials&client_secret=x"), 400, "invalid_request");
    assertRefused(
        BASIC.post(TOKEN, "grant_type=client_credentials&client_id=x"), 400, "invalid_request");
  }

  /** A parameter without a value counts as missing (RFC 6749, section 3.2). */
  @Test
  void emptyParametersCountAsMissing() {
    assertRefused(BASIC.post(TOKEN, "grant_type="), 400, "invalid_request");
    assertRefused(
        FORMS.post(TOKEN, "grant_type=client_credentials&client_id=&client_secret="),
        401,
        "invalid_client");
    assertThat(
            BASIC
                .post(TOKEN, "grant_type=client_credentials&client_id=&client_secret=&scope=")
                .status())
        .isEqualTo(200);
    assertRefused(
        FORMS.basic("", "").post(TOKEN, "grant_type=client_credentials"), 401, "invalid_client");
  }

  @Test
  void twoBasicLoginsAreRefused() {
    assertRefused(
        BASIC
            .basic(CREDENTIAL.clientId(), CREDENTIAL.secret())
            .post(TOKEN, "grant_type=client_credentials"),
        400,
        "invalid_request");
  }

  @Test
  void missingClientOrUnreadableBasicIsRefused() {
    assertRefused(FORMS.post(TOKEN, "grant_type=client_credentials"), 401, "invalid_client");
    for (String basic : new String[] {"Basic !", "Basic ", "Basic eA==", "basic JXp6Ong="}) {
      Answer answer =
          FORMS.with("Authorization", basic + " ").post(TOKEN, "grant_type=client_credentials");

      assertRefused(answer, 401, "invalid_client");
    }
  }

  private static void assertRefused(Answer answer, int status, String error) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.header("X-Request-Id")).matches("[0-9a-v]{12}");
    assertThat(answer.body())
        .isEqualTo(
            "{\"access_token\":null,\"token_type\":null,\"expires_in\":0,\"error\":\"%s\",\"error_description\":\"%s\"}"
                .formatted(error, answer.text("error_description")));
  }

  @AfterAll
  static void clientStillGetsAToken() {
    assertThat(FORMS.post(TOKEN, GOOD).status()).isEqualTo(200);
  }
}
