package io.leadgate.receiver;

import io.leadgate.domain.LeadId;
import java.util.random.RandomGenerator;

/**
 * Makes lead ids. Not thread-safe; one a verticle. The random part makes ids unique, not secret
 * (what a caller may read is decided by its scope), so a fast generator will do.
 */
public final class LeadIds {

  private final RandomGenerator random;

  public LeadIds(RandomGenerator random) {
    this.random = random;
  }

  public LeadId next(long epochMillis) {
    return LeadId.of(epochMillis, random.nextLong(), random.nextLong());
  }
}
