package io.leadgate.receiver;

import io.leadgate.domain.LeadId;
import java.util.random.RandomGenerator;

/**
 * Makes lead ids. The random part makes an id unique. The random part need not be secret, because a
 * caller's scope decides what the caller may read. Therefore a fast generator is enough. Confined
 * to one event loop.
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
