package io.leadgate.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Creates and changes credentials for static keys, which open one lead source's receiver alone. */
class StaticKeyCredentialSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Http ADMIN = GATEWAY.management().admin();
  private static final int SOURCE = FIXTURES.campaign().leadSourceId();

  private static Answer create(String members) {
    return ADMIN.post("/admin/credentials", "{\"description\":\"A tool\"," + members + "}");
  }

  @Test
  void credentialSaysWhetherItWasCreatedForStaticKeys() {
    Answer created =
        create(
            "\"scopes\":[\"lead_receiver\"],\"lead_source_id\":%d,\"static_key\":true"
                .formatted(SOURCE));
    Answer other = create("\"scopes\":[\"lead_receiver\"]");

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.json().path("static_key").asBoolean()).isTrue();
    assertThat(
            ADMIN
                .get("/admin/credentials/" + created.text("client_id"))
                .json()
                .path("static_key")
                .asBoolean())
        .isTrue();
    assertThat(other.json().path("static_key").isBoolean()).isTrue();
    assertThat(other.json().path("static_key").asBoolean()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"scopes\":[\"lead_receiver\"] | lead_source_id",
        "\"scopes\":[\"data_api\"],\"lead_source_id\":1 | scopes",
        "\"scopes\":[\"lead_receiver\",\"data_api\"],\"lead_source_id\":1 | scopes",
      })
  void credentialForStaticKeysIsBoundAndMayPostLeadsAlone(String members, String field) {
    Answer answer = create(members + ",\"static_key\":true");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.problem()).isEqualTo("invalid-credential");
    assertThat(answer.json().path("errors").path(0).path("field").asText()).isEqualTo(field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"lead_source_id\":null} | invalid-credential",
        "{\"static_key\":false} | invalid-credential",
        "{\"scopes\":[\"data_api\"]} | scopes-immutable",
      })
  void whatMakesAKeySafeStaysForGood(String change, String problem) {
    Credential key = FIXTURES.staticKey(SOURCE);

    Answer answer = ADMIN.patch("/admin/credentials/" + key.clientId(), change);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.problem()).isEqualTo(problem);
  }

  @Test
  void bindingToTheSameLeadSourceIsNoChange() {
    Credential key = FIXTURES.staticKey(SOURCE);

    assertThat(
            ADMIN
                .patch(
                    "/admin/credentials/" + key.clientId(), "{\"lead_source_id\":" + SOURCE + "}")
                .status())
        .isEqualTo(200);
  }
}
