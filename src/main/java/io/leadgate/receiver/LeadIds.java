package io.leadgate.receiver;

import io.leadgate.domain.LeadId;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

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

  /** Makes the ids of the leads of an array, in ascending order, which is the array's order. */
  List<LeadId> next(long epochMillis, int count) {
    return Stream.generate(() -> next(epochMillis))
        .limit(count)
        .sorted(Comparator.comparing(LeadId::value))
        .toList();
  }

  public LeadId next(long epochMillis) {
    return LeadId.of(epochMillis, random.nextLong(), random.nextLong());
  }
}
