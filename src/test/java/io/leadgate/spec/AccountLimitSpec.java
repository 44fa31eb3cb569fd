package io.leadgate.spec;

import static io.leadgate.support.AccountClient.CAMPAIGNS;
import static io.leadgate.support.AccountClient.SOURCES;
import static io.leadgate.support.AccountClient.TYPES;
import static io.leadgate.support.AccountClient.id;
import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.AccountClient;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Creates rows of each kind up to the limit. Deleted rows count, because a deleted row stays in its
 * table.
 */
class AccountLimitSpec {

  private static final RunningGateway GATEWAY =
      RunningGateway.start(
          Map.of(
              "LEADGATE_LIMITS_LEAD_SOURCES", "3",
              "LEADGATE_LIMITS_LEAD_TYPES", "2",
              "LEADGATE_LIMITS_CAMPAIGNS", "3",
              "LEADGATE_LIMITS_CAMPAIGNS_PER_LEAD_SOURCE", "2"));
  private static final AccountClient ACCOUNT = new AccountClient(GATEWAY);
  private static final Http CLIENT = ACCOUNT.client();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  private static void assertLimitReached(Answer answer) {
    assertProblem(answer, 409, "limit-reached");
  }

  private static Answer campaign(int source, int type) {
    return CLIENT.post(
        CAMPAIGNS,
        "{\"name\":\"x\",\"lead_source_id\":%d,\"lead_type_id\":%d}".formatted(source, type));
  }

  @Test
  void rowsPastTheLimitAreRefusedAndDeletedRowsCount() {
    int source = id(ACCOUNT.source("one"));
    int other = id(ACCOUNT.source("two"));
    int type = id(ACCOUNT.type("[]"));
    ACCOUNT.campaign(source, type);
    Answer deleted = ACCOUNT.campaign(source, type);
    CLIENT.delete(deleted.header("Location"));

    assertLimitReached(campaign(source, type));
    assertThat(campaign(other, type).status()).isEqualTo(201);
    assertLimitReached(campaign(other, type));
    ACCOUNT.type("[]");
    assertLimitReached(CLIENT.post(TYPES, "{\"name\":\"x\"}"));
    ACCOUNT.source("three");
    assertLimitReached(CLIENT.post(SOURCES, "{\"name\":\"x\"}"));
  }
}
