package io.leadgate.writepath;

import io.leadgate.domain.Fingerprint;
import io.leadgate.domain.LeadId;
import io.leadgate.writepath.Row.Hash;
import io.leadgate.writepath.Row.LeadKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes batches of leads at random. The keys and hashes are few, so that leads of all workers meet.
 * A tenth of the batches are plain. The clock is up to 0.4 s wrong. Confined to one thread.
 */
final class Mix {

  private static final int SKEW_MAX = 400;
  private static final int[] SIZES = {1, 1, 2, 3, 5, 8, 13, 20, 40, 40, 80};
  private static final int LARGE = 300;
  private static final int[] KEY_SECONDS = {0, 0, 1, 3, 100_000};
  private static final int[] WINDOW_SECONDS = {0, 0, 1, 100_000};
  private static final int[] HASH_COUNTS = {0, 1, 1, 1, 2, 2, 3, 4};
  private static final int[] LOOK_BACKS = {500, 1_500, 4_000};

  private static final List<UUID> KEYS = space("key", 400);
  private static final List<UUID> WINDOWS = space("window", 400);
  private static final List<Optional<Fingerprint>> FINGERPRINTS =
      Stream.of('A', 'B').map(Mix::fingerprint).map(Optional::of).toList();

  /** Hashes that all rules use to reject. */
  private static final List<UUID> REJECTING = space("rejecting", 500);

  private static final List<UUID> RARE = space("rare", 4_000);

  /** Hashes by which some leads reject, some are flagged, and some only take note. */
  private static final List<UUID> MIXED = space("mixed", 500);

  /** Hashes that nearly each lead finds taken, by which no lead rejects. */
  private static final List<UUID> FLAGGING = space("flagging", 60);

  private final Random random;
  private final int skew;

  Mix(Random random) {
    this.random = random;
    this.skew = random.nextInt(-SKEW_MAX, SKEW_MAX + 1);
  }

  private static List<UUID> space(String name, int size) {
    return IntStream.range(0, size)
        .mapToObj(i -> UUID.nameUUIDFromBytes((name + i).getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  private static Fingerprint fingerprint(char letter) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) letter);
    return new Fingerprint(bytes);
  }

  /** A batch in ascending order of the ids. */
  List<Row> rows() {
    int size = random.nextDouble() < 0.97 ? pick(SIZES) : LARGE;
    double kind = random.nextDouble();
    long now = System.currentTimeMillis() + skew;
    return Stream.generate(() -> row(now, kind > 0.1, kind > 0.3))
        .limit(size)
        .sorted(Comparator.comparing(Row::id))
        .toList();
  }

  private Row row(long now, boolean keyed, boolean hashed) {
    return new Row(id(now), keyed ? key() : Optional.empty(), hashed ? hashes(now) : List.of());
  }

  private UUID id(long epochMillis) {
    return LeadId.of(epochMillis, random.nextLong(), random.nextLong()).value();
  }

  private Optional<LeadKey> key() {
    double kind = random.nextDouble();
    if (kind < 0.35) {
      return Optional.of(new LeadKey(pick(KEYS), pick(FINGERPRINTS), pick(KEY_SECONDS)));
    }
    return kind < 0.6
        ? Optional.of(new LeadKey(pick(WINDOWS), Optional.empty(), pick(WINDOW_SECONDS)))
        : Optional.empty();
  }

  private List<Hash> hashes(long now) {
    UUID lookBack = id(now - pick(LOOK_BACKS));
    int count = pick(HASH_COUNTS);
    List<Hash> hashes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      hashes.add(hash(lookBack));
    }
    return List.copyOf(hashes);
  }

  private Hash hash(UUID lookBack) {
    double use = random.nextDouble();
    return switch (random.nextInt(6)) {
      case 0 -> new Hash(pick(REJECTING), lookBack, true);
      case 1 -> new Hash(pick(MIXED), use < 0.7 ? lookBack : Row.NEVER, use < 0.4);
      case 2 -> new Hash(pick(FLAGGING), use < 0.7 ? lookBack : Row.NEVER, false);
      default -> new Hash(pick(RARE), lookBack, true);
    };
  }

  private int pick(int[] values) {
    return values[random.nextInt(values.length)];
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
