package io.leadgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Http;
import io.leadgate.support.http.VendorFormat;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Reconciles the tables and the counters of a gateway of its own. */
class ReconcileSpec {

  private static final String LEAD = VendorFormat.stored(VendorFormat.LEAD);
  private static final RunningGateway GATEWAY = RunningGateway.start(Map.of());
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final String URI = "LEADGATE_POSTGRES_URI";
  private static final Map<String, String> SETTINGS =
      Map.of(URI, RunningGateway.environment(GATEWAY.database(), Map.of()).getOrDefault(URI, ""));

  private final Campaign campaign = FIXTURES.campaign();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  private static Ran reconcile(String... nodes) {
    String[] arguments = new String[nodes.length + 1];
    arguments[0] = "reconcile";
    for (int i = 0; i < nodes.length; i++) {
      arguments[i + 1] = "--node=" + nodes[i];
    }
    return Ran.command(SETTINGS, arguments);
  }

  @Test
  void eachLeadThatCameHasOneOutcome() {
    Http vendor = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));
    Http keyed = vendor.with("Idempotency-Key", "\"reconciled\"");
    assertThat(vendor.post(campaign.leads(), LEAD).status()).isEqualTo(201);
    assertThat(keyed.post(campaign.leads(), LEAD).status()).isEqualTo(201);
    assertThat(keyed.post(campaign.leads(), LEAD).status()).isEqualTo(200);
    assertThat(vendor.post(campaign.leads(), "{}").status()).isEqualTo(422);
    assertThat(GATEWAY.api().post(campaign.leads(), LEAD).status()).isEqualTo(401);

    Ran ran = reconcile(GATEWAY.management().base());

    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out())
        .contains(
            "5 received = 2 stored + 1 replayed + 1 quarantined + 1 refused + 0 failed\n",
            "2 by the counters of these nodes, 2 in the table,",
            "\n2     leads\n",
            "\n1     idempotency keys\n",
            "\n0     idempotency keys of no lead\n",
            "\n1     quarantined requests (strangers)\n");
  }

  @Test
  void leadThatTheTableLacksIsToldAndItsKeyAndHashToo() {
    try (RunningGateway other = RunningGateway.start(Map.of())) {
      Fixtures fixtures = other.fixtures();
      Campaign there = fixtures.campaign();
      Http vendor =
          other.api().bearer(fixtures.token("lead_receiver")).with("Idempotency-Key", "\"lost\"");
      assertThat(vendor.post(there.leads(), LEAD).status()).isEqualTo(201);
      fixtures.change("DELETE FROM lead");
      fixtures.change("INSERT INTO duplicate (h, lead_id) VALUES (?, ?)", id(), id());
      fixtures.change("UPDATE quarantine_rows SET rows = 7 WHERE lane = 'signed'");
      Map<String, String> settings =
          Map.of(URI, RunningGateway.environment(other.database(), Map.of()).getOrDefault(URI, ""));

      Ran ran = Ran.command(settings, "reconcile", "--node=" + other.management().base() + "/");

      assertThat(ran.status()).isEqualTo(1);
      assertThat(ran.err())
          .contains(
              "leadgate: there are 1 idempotency keys of no lead\n",
              "leadgate: there are 1 hashes of no lead\n",
              "leadgate: there are 0 quarantined requests (signed), and the cap counts 7\n",
              "leadgate: the table lacks 1 leads that the nodes have stored since ");
    }
  }

  private static UUID id() {
    return UUID.randomUUID();
  }

  @Test
  void addressThatIsNoNodeIsNamed() {
    Ran ran = reconcile(GATEWAY.api().base());

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err())
        .contains("/metrics cannot be read; is it the management address of a node?")
        .hasLineCount(1);
  }
}
