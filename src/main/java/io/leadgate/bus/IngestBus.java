package io.leadgate.bus;

import io.leadgate.bus.Questions.Answer;
import io.leadgate.config.Settings;
import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.domain.LeadLook;
import io.leadgate.domain.QuarantineResult;
import io.leadgate.domain.QuarantinedRequest;
import io.leadgate.domain.SoughtLead;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;

/** The bus addresses at which the persistence accepts leads and quarantined requests. */
public record IngestBus(
    BusAddress<Questions<Lead, IngestResult>, List<Answer<IngestResult>>> leads,
    BusAddress<Questions<Lead, IngestResult>, List<Answer<IngestResult>>> keyedLeads,
    BusAddress<Questions<SoughtLead, LeadLook>, List<Answer<LeadLook>>> looks,
    BusAddress<QuarantinedRequest, QuarantineResult> quarantine,
    BusAddress<Questions<QuarantinedRequest, QuarantineResult>, List<Answer<QuarantineResult>>>
        duplicates) {

  /** The part of the time-out for the pause before the last try and for the sweep of late rows. */
  private static final Duration SLACK = Duration.ofSeconds(3);

  /**
   * Makes the addresses. Their time-out exceeds a lead's wait plus its last batch, so that the
   * reply says whether the lead is stored.
   */
  public static IngestBus of(Vertx vertx, Settings.Storage storage) {
    Duration timeout = timeout(storage);
    return new IngestBus(
        new BusAddress<>(vertx, "leadgate.leads", timeout),
        new BusAddress<>(vertx, "leadgate.keyed-leads", timeout),
        new BusAddress<>(vertx, "leadgate.looks", timeout),
        new BusAddress<>(vertx, "leadgate.quarantine", timeout),
        new BusAddress<>(vertx, "leadgate.duplicates", timeout));
  }

  /** The longest time from the making of a lead to its commit. */
  public static Duration timeout(Settings.Storage storage) {
    return storage.waitMax().plus(storage.batchTimeout()).plus(SLACK);
  }
}
