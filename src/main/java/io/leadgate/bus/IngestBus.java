package io.leadgate.bus;

import io.leadgate.config.Settings;
import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.domain.QuarantineResult;
import io.leadgate.domain.QuarantinedRequest;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;

/** The addresses at which leads and quarantined requests are handed over to be committed. */
public record IngestBus(
    BusAddress<List<Lead>, List<IngestResult>> leads,
    BusAddress<List<Lead>, List<IngestResult>> keyedLeads,
    BusAddress<QuarantinedRequest, QuarantineResult> quarantine) {

  /** For the pause before a last try, and for the sweep that finds late rows. */
  private static final Duration SLACK = Duration.ofSeconds(3);

  /**
   * An answer may take longer than a lead waits and its last batch takes, so that the reply says
   * what became of the lead.
   */
  public static IngestBus of(Vertx vertx, Settings.Storage storage) {
    Duration timeout = storage.waitMax().plus(storage.batchTimeout()).plus(SLACK);
    return new IngestBus(
        new BusAddress<>(vertx, "leadgate.leads", timeout),
        new BusAddress<>(vertx, "leadgate.keyed-leads", timeout),
        new BusAddress<>(vertx, "leadgate.quarantine", timeout));
  }
}
