package io.leadgate.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.Judgement;
import io.leadgate.postgres.ServerIdentity;
import io.leadgate.postgres.ServerMatch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Asks which judgements hold after looks and readings of one or two databases. */
class CurrentCatalogTest {

  private static final ServerIdentity ONE = new ServerIdentity(1, 1, 1);
  private static final ServerIdentity PROMOTED = new ServerIdentity(1, 2, 1);

  private final ServerMatch match = new ServerMatch();
  private final CurrentCatalog current = new CurrentCatalog(match);

  private static long aged() {
    return System.nanoTime() - CurrentCatalog.AGE_MAX.toNanos() - 1;
  }

  private void read(ServerIdentity database, long version, long began) {
    match.believe(database);
    Catalog after =
        new Catalog(version, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
    assertThat(current.replace(current.known(), after, database, began)).isTrue();
  }

  private Judgement judgement() {
    return current.knowledge().judgement();
  }

  @Test
  void freshJudgementHoldsAlsoAfterAChange() {
    read(ONE, 7, System.nanoTime());
    Judgement judged = judgement();
    read(ONE, 8, System.nanoTime());

    assertThat(judged.unconfirmed()).isEmpty();
    assertThat(current.confirms(judged)).isTrue();
  }

  @Test
  void agedJudgementHoldsUntilAnotherVersionIsRead() {
    read(ONE, 7, aged());
    Judgement judged = judgement();
    assertThat(judged.unconfirmed()).isEqualTo(OptionalLong.of(7));

    assertThat(current.confirm(ONE, 7, System.nanoTime())).isTrue();
    assertThat(current.isFresh()).isTrue();
    assertThat(current.confirms(judged)).isTrue();

    read(ONE, 8, System.nanoTime());
    assertThat(current.confirms(judged)).isFalse();
  }

  @Test
  void noJudgementHoldsInAnotherDatabase() {
    read(ONE, 7, System.nanoTime());
    Judgement judged = judgement();
    match.believe(PROMOTED);
    assertThat(current.isFresh()).isFalse();
    assertThat(current.confirm(PROMOTED, 7, System.nanoTime())).isFalse();

    read(PROMOTED, 7, System.nanoTime());
    assertThat(current.isFresh()).isTrue();
    assertThat(current.confirms(judged)).isFalse();
  }

  @Test
  void readingThatWasOvertakenChangesNothing() {
    read(ONE, 7, System.nanoTime());
    CurrentCatalog.Known before = current.known();
    read(ONE, 9, System.nanoTime());
    Catalog after = before.catalog().with(change(8), Instant.EPOCH);

    assertThat(current.replace(before, after, ONE, System.nanoTime())).isTrue();
    assertThat(current.get().version()).isEqualTo(9);
    assertThat(current.replace(before, after, PROMOTED, System.nanoTime())).isFalse();
    assertThat(current.get().version()).isEqualTo(9);
  }

  private static CatalogDiff change(long version) {
    return new CatalogDiff(
        version, false, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), List.of());
  }
}
