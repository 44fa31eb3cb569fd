package io.leadgate.spec;

import static io.leadgate.spec.TokenRefusalSpec.isRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.http.RawConnection;
import org.junit.jupiter.api.Test;

/** How a client may say who it is (RFC 6749, section 2.3.1), and how not. */
class TokenLoginSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String TOKEN = "/oauth2/token";
  private static final Credential CREDENTIAL = GATEWAY.fixtures().credential("lead_receiver");
  private static final String NAMED =
      "client_id=" + CREDENTIAL.clientId() + "&client_secret=" + CREDENTIAL.secret();
  private static final String GOOD = "grant_type=client_credentials&" + NAMED;
  private static final Http CLIENT = GATEWAY.api();
  private static final Http FORMS = CLIENT.with("Content-Type", FORM);
  private static final Http BASIC = FORMS.basic(CREDENTIAL.clientId(), CREDENTIAL.secret());

  @Test
  void credentialsInTheQuery() {
    isRefused(
        FORMS.post(TOKEN + "?" + NAMED, "grant_type=client_credentials"), 400, "invalid_request");
    isRefused(FORMS.post(TOKEN + "?client_secret=x", GOOD), 400, "invalid_request");
    isRefused(FORMS.post(TOKEN + "?client_id=x", GOOD), 400, "invalid_request");
  }

  @Test
  void aQueryThatCannotBeRead() {
    Answer answer =
        RawConnection.answer(
            CLIENT,
            "POST %s?client_secret=%%zz HTTP/1.1\nHost: a\nContent-Type: %s\nContent-Length: %d\n\n%s"
                .formatted(TOKEN, FORM, GOOD.length(), GOOD));

    isRefused(answer, 400, "invalid_request");
  }

  @Test
  void bothBasicAndTheBody() {
    isRefused(BASIC.post(TOKEN, GOOD), 400, "invalid_request");
    isRefused(
        BASIC.post(TOKEN, "grant_type=client_credentials&client_secret=x"), 400, "invalid_request");
    isRefused(
        BASIC.post(TOKEN, "grant_type=client_credentials&client_id=x"), 400, "invalid_request");
  }

  /** A parameter without a value is as if it were not there (RFC 6749, section 3.2). */
  @Test
  void emptyParametersAreNone() {
    isRefused(BASIC.post(TOKEN, "grant_type="), 400, "invalid_request");
    isRefused(
        FORMS.post(TOKEN, "grant_type=client_credentials&client_id=&client_secret="),
        401,
        "invalid_client");
    assertThat(
            BASIC
                .post(TOKEN, "grant_type=client_credentials&client_id=&client_secret=&scope=")
                .status())
        .isEqualTo(200);
    isRefused(
        FORMS.basic("", "").post(TOKEN, "grant_type=client_credentials"), 401, "invalid_client");
  }

  @Test
  void twoLogins() {
    isRefused(
        BASIC
            .basic(CREDENTIAL.clientId(), CREDENTIAL.secret())
            .post(TOKEN, "grant_type=client_credentials"),
        400,
        "invalid_request");
  }

  @Test
  void noClientAtAllOrABasicThatCannotBeRead() {
    isRefused(FORMS.post(TOKEN, "grant_type=client_credentials"), 401, "invalid_client");
    for (String basic : new String[] {"Basic !", "Basic ", "Basic eA==", "basic JXp6Ong="}) {
      Answer answer =
          FORMS.with("Authorization", basic + " ").post(TOKEN, "grant_type=client_credentials");

      isRefused(answer, 401, "invalid_client");
    }
  }
}
