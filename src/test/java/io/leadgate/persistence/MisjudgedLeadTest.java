package io.leadgate.persistence;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.domain.Refusal;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Stores leads whose judgement does not hold any more. */
class MisjudgedLeadTest {

  private static final IngestResult REFUSED = new IngestResult.Refused(Refusal.STORAGE_UNAVAILABLE);

  private final TestDatabase database = SharedServers.newDatabase();
  private final RunningPersistence node = new RunningPersistence(database, Map.of());

  @AfterEach
  void close() {
    node.close();
    database.close();
  }

  private List<IngestResult> results(List<Lead> leads) {
    return node.storeTogether(leads).stream().map(RunningPersistence::await).toList();
  }

  @Test
  void misjudgedLeadIsRefusedAndThoseBesideItAreStored() {
    assertThat(results(List.of(node.lead(LEAD), node.misjudged(), node.lead(LEAD))))
        .containsExactly(IngestResult.STORED, REFUSED, IngestResult.STORED);
    assertThat(database.number("SELECT count(*) FROM lead")).isEqualTo(2);
  }

  @Test
  void misjudgedLeadsAloneAreRefused() {
    assertThat(results(List.of(node.misjudged(), node.misjudged())))
        .containsExactly(REFUSED, REFUSED);
    assertThat(database.number("SELECT count(*) FROM lead")).isZero();
  }
}
