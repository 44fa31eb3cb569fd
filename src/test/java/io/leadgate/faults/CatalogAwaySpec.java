package io.leadgate.faults;

import static io.leadgate.support.Fixtures.LEAD;
import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.process.Await;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Ends tokens while a node cannot see changes. The bound is loose, because the machine of the tests
 * is busy; {@code load-tests/age-of-knowledge.sh} measures the true times.
 */
@Tag("faults")
class CatalogAwaySpec {

  private static final Duration ACCEPTED_MAX = Duration.ofSeconds(5);
  private static final Duration MAX = Duration.ofSeconds(30);

  private static CutCatalog cut;

  @BeforeAll
  static void cut() throws SQLException {
    cut = new CutCatalog(Ending.values().length);
  }

  @AfterAll
  static void close() throws SQLException {
    cut.close();
  }

  @Test
  void leadsAreStoredOverTheConnectionsThatStoreThem() {
    for (int i = 0; i < 20; i++) {
      assertThat(cut.vendor().post()).isEqualTo(201);
    }
  }

  @ParameterizedTest
  @EnumSource
  void tokenIsEndedAllTheSame(Ending ending) throws SQLException {
    assertThat(cut.acceptedAfter(ending)).isLessThan(ACCEPTED_MAX);
  }

  /** A token call needs no connection as long as the node believes what it has seen last. */
  @Test
  void callsThatCannotBeJudgedAreRefused() {
    Await.until(
        "token calls are refused",
        MAX,
        () -> cut.vendor().login().post("/oauth2/introspect", "{\"token\":\"x\"}").status() == 503);
    assertProblem(cut.vendor().api().get("/v1/campaigns?limit=1"), 503, "storage-unavailable");
    assertProblem(cut.vendor().api().get("/v1/leads?limit=1"), 503, "storage-unavailable");
    assertProblem(
        cut.vendor().api().post("/v1/campaigns/999999/leads", LEAD), 503, "storage-unavailable");
    assertProblem(cut.stranger().post(cut.campaign().leads(), LEAD), 503, "storage-unavailable");
  }
}
