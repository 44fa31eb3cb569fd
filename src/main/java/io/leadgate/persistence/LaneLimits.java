package io.leadgate.persistence;

import io.leadgate.config.Settings;
import java.time.Duration;

/**
 * What a lane may hold and how long things may take.
 *
 * @param waitMax how long a row may wait before it enters a batch, tries that failed included
 * @param rest how long a connection rests behind each batch
 */
public record LaneLimits(
    int queuedRows, int batchRows, Duration waitMax, Duration batchMax, Duration rest) {

  public static LaneLimits of(Settings settings) {
    return new LaneLimits(
        settings.limits().queuedLeads(),
        settings.limits().batchLeads(),
        settings.storage().waitMax(),
        settings.storage().batchTimeout(),
        Duration.ZERO);
  }

  public LaneLimits resting(Duration behindEachBatch) {
    return new LaneLimits(queuedRows, batchRows, waitMax, batchMax, behindEachBatch);
  }
}
