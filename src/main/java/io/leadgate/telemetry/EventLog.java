package io.leadgate.telemetry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line a fact. What happens once a lead is counted and never logged. */
public final class EventLog implements Telemetry {

  private static final Logger LOG = LoggerFactory.getLogger("leadgate");

  @Override
  public void emit(Event event) {
    if (event instanceof Event.OpsFact fact) {
      log(fact);
    } else if (event instanceof Event.BatchRetried batch) {
      LOG.warn(
          "batch is tried again: lane={} rows={} cause={}",
          batch.lane().code(),
          batch.rows(),
          batch.cause());
    }
  }

  private static void log(Event.OpsFact fact) {
    switch (fact) {
      case Event.RowRefused row ->
          LOG.warn(
              "postgres refused a row: lane={} sqlstate={}", row.lane().code(), row.sqlState());
      case Event.LeadsExpired expired ->
          LOG.warn(
              "leads were not acknowledged: lane={} rows={} refusal={}",
              expired.lane().code(),
              expired.rows(),
              expired.refusal().slug());
      case Event.StateLoaded state ->
          LOG.info(
              "state loaded: version={} campaigns={} credentials={}",
              state.version(),
              state.campaigns(),
              state.credentials());
      case Event.DependencyUp up -> LOG.info("{} is up", up.dependency().code());
      case Event.DependencyDown down ->
          LOG.warn("{} is down: {}", down.dependency().code(), down.cause());
      case Event.StorageFailed failed ->
          LOG.warn("postgres failed: where={} cause={}", failed.where(), failed.cause());
      case Event.UnexpectedFailure failure ->
          LOG.error("unexpected failure in {}", failure.where(), failure.failure());
      case Event.WaitingForPostgres waiting ->
          LOG.warn("waiting for postgres: {}", waiting.cause());
      case Event.PartitionsNotMade not -> LOG.error("partitions not made: {}", not.cause());
      case Event.LeadTypeUnreadable type ->
          LOG.error("lead type {} cannot be understood: its campaigns take no leads", type.id());
      case Event.PartitionsMade made -> LOG.info("partitions made: {}", made.count());
      case Event.Started started ->
          LOG.info(
              "started: http port {}, management port {}, in {} ms",
              started.httpPort(),
              started.managementPort(),
              started.took().toMillis());
      case Event.Stopping stopping -> LOG.info("stopping");
      case Event.Stopped stopped -> LOG.info("stopped in {} ms", stopped.took().toMillis());
    }
  }
}
