package io.leadgate.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.Campaign;
import io.leadgate.domain.Dedupe;
import io.leadgate.domain.Destination;
import io.leadgate.domain.Judgement;
import io.leadgate.domain.LeadSource;
import io.leadgate.domain.LeadType;
import io.leadgate.postgres.ServerIdentity;
import io.leadgate.postgres.ServerMatch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Asks which judgements hold after looks and readings of one or two databases. */
class CurrentCatalogTest {

  private static final ServerIdentity ONE = new ServerIdentity(1, 1, 1);
  private static final ServerIdentity PROMOTED = new ServerIdentity(1, 2, 1);

  private static final Destination DESTINATION =
      new Destination(
          new Campaign(
              1,
              1,
              1,
              "campaign",
              Campaign.Status.ACTIVE,
              false,
              new Dedupe(Optional.empty(), List.of()),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Instant.EPOCH,
              Instant.EPOCH),
          new LeadSource(
              1, "source", LeadSource.Status.ACTIVE, false, Instant.EPOCH, Instant.EPOCH),
          LeadType.unknown(1),
          List.of());

  private final ServerMatch match = new ServerMatch();
  private final CurrentCatalog current = new CurrentCatalog(match);

  private void read(ServerIdentity database, long version, long began) {
    match.believe(database);
    Catalog after =
        new Catalog(version, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
    assertThat(current.replace(current.known(), after, database, began)).isTrue();
  }

  /** The judgement on a lead of a campaign that no catalogue here has. */
  private Judgement judgement() {
    return current.knowledge().judgement(DESTINATION, Optional.empty());
  }

  @Test
  void youngJudgementStandsAlsoAfterAChange() {
    read(ONE, 7, System.nanoTime());
    Judgement judged = judgement();
    read(ONE, 8, System.nanoTime());

    assertThat(judged.stands()).isTrue();
  }

  @Test
  void agedJudgementStandsUntilAnotherVersionIsRead() {
    read(ONE, 7, System.nanoTime() - Duration.ofSeconds(2).toNanos());
    assertThat(current.knowledge().isAged()).isTrue();
    Judgement judged = judgement();

    assertThat(current.confirm(ONE, 7, System.nanoTime())).isTrue();
    assertThat(current.knowledge().isAged()).isFalse();
    assertThat(judged.stands()).isTrue();

    read(ONE, 8, System.nanoTime());
    assertThat(judged.stands()).isFalse();
  }

  @Test
  void judgementOfAnotherDatabaseIsJudgedAnew() {
    read(ONE, 7, System.nanoTime());
    Judgement judged = judgement();
    match.believe(PROMOTED);
    assertThat(current.isFresh()).isFalse();
    assertThat(current.confirm(PROMOTED, 7, System.nanoTime())).isFalse();

    read(PROMOTED, 7, System.nanoTime());
    assertThat(current.isFresh()).isTrue();
    assertThat(judged.stands()).isFalse();
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
