package io.leadgate.faults;

import static io.leadgate.support.http.VendorFormat.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.OwnPostgres;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.StoredRows;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.http.ProblemText;
import io.leadgate.support.http.VendorFormat;
import io.leadgate.support.http.WholeAnswer;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Posts leads in each format while Postgres is away for longer than a lead waits. All formats share
 * one outage: the answers come during the outage, and the rows are counted after the outage.
 */
@Tag("faults")
class FormatStorageSpec {

  private static final OwnPostgres POSTGRES = new OwnPostgres();
  private static final RunningGateway GATEWAY =
      RunningGateway.join(POSTGRES.database(), Map.of("LEADGATE_STORAGE_WAIT", "500ms"));
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Http VENDOR = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));
  private static final List<Posted> POSTED = new ArrayList<>();

  /** The answers during the outage: to a vendor, and to a stranger without a token. */
  record Posted(
      VendorFormat format,
      Campaign campaign,
      CompletableFuture<Answer> vendors,
      CompletableFuture<Answer> strangers) {

    static Posted now(VendorFormat format, Campaign campaign) {
      return new Posted(
          format,
          campaign,
          format.postAsync(VENDOR, campaign.leads(), LEAD, "table-6"),
          format.postAsync(GATEWAY.api(), campaign.leads(), LEAD, "table-7"));
    }

    /** The name of the case in JUnit. */
    @Override
    public String toString() {
      return format.name();
    }
  }

  @BeforeAll
  static void postWhilePostgresIsAway() {
    VendorFormat[] formats = VendorFormat.values();
    List<Campaign> campaigns = Stream.of(formats).map(format -> FIXTURES.campaign()).toList();
    Campaign another = FIXTURES.campaign();
    // Makes the token known to the node before the outage.
    assertThat(VENDOR.post(another.leads(), Fixtures.LEAD).status()).isEqualTo(201);
    POSTGRES.server().stop();
    try {
      for (int i = 0; i < formats.length; i++) {
        POSTED.add(Posted.now(formats[i], campaigns.get(i)));
      }
      POSTED.forEach(
          posted -> CompletableFuture.allOf(posted.vendors(), posted.strangers()).join());
    } finally {
      POSTGRES.server().start();
    }
    Await.until(
        "leads are taken again",
        Duration.ofMinutes(1),
        () -> VENDOR.post(another.leads(), Fixtures.LEAD).status() == 201);
  }

  @AfterAll
  static void stop() {
    GATEWAY.close();
    POSTGRES.close();
  }

  static List<Posted> posted() {
    return POSTED;
  }

  @ParameterizedTest
  @MethodSource("posted")
  void leadIs503DuringAnOutageAndIsStoredOnceAfterwards(Posted posted) {
    VendorFormat format = posted.format();
    Campaign campaign = posted.campaign();

    assertThat(WholeAnswer.of(posted.vendors().join()))
        .isEqualTo(WholeAnswer.failed(format, ProblemText.STORAGE_AWAY));
    assertThat(FIXTURES.storedLeads(campaign)).isZero();
    assertThat(WholeAnswer.of(format.post(VENDOR, campaign.leads(), LEAD, "table-6")))
        .isEqualTo(WholeAnswer.accepted(format, campaign.id()));
    assertThat(StoredRows.of(FIXTURES, campaign))
        .isEqualTo(new StoredRows(format.leads(), format.leads(), 0));
  }

  /**
   * The answer is for the whole request, because the quarantine could not keep the request. On a
   * busy machine, what is known of the campaign may be too old by then, which is told as such.
   */
  @ParameterizedTest
  @MethodSource("posted")
  void requestWithoutATokenIs503AndNotKept(Posted posted) {
    assertThat(WholeAnswer.of(posted.strangers().join()))
        .isIn(
            WholeAnswer.problem(ProblemText.STORAGE_AWAY).with("retry-after", "2"),
            WholeAnswer.problem(ProblemText.STATE_UNKNOWN).with("retry-after", "2"));
    assertThat(FIXTURES.quarantined(posted.campaign())).isZero();
  }
}
