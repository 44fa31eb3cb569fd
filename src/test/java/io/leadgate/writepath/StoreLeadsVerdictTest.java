package io.leadgate.writepath;

import static io.leadgate.writepath.FunctionCalls.H1;
import static io.leadgate.writepath.FunctionCalls.H2;
import static io.leadgate.writepath.FunctionCalls.H3;
import static io.leadgate.writepath.FunctionCalls.KEY;
import static io.leadgate.writepath.FunctionCalls.OTHER_PRINT;
import static io.leadgate.writepath.FunctionCalls.PRINT;
import static io.leadgate.writepath.FunctionCalls.WINDOW;
import static io.leadgate.writepath.FunctionCalls.duplicate;
import static io.leadgate.writepath.FunctionCalls.flagged;
import static io.leadgate.writepath.FunctionCalls.flags;
import static io.leadgate.writepath.FunctionCalls.hashed;
import static io.leadgate.writepath.FunctionCalls.id;
import static io.leadgate.writepath.FunctionCalls.keyReused;
import static io.leadgate.writepath.FunctionCalls.keyed;
import static io.leadgate.writepath.FunctionCalls.notes;
import static io.leadgate.writepath.FunctionCalls.plain;
import static io.leadgate.writepath.FunctionCalls.rejects;
import static io.leadgate.writepath.FunctionCalls.replayed;
import static io.leadgate.writepath.Verdict.STORED;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.writepath.Model.Owner;
import io.leadgate.writepath.Row.Hash;
import io.leadgate.writepath.Row.LeadKey;
import io.leadgate.writepath.Tables.LeadRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests the verdicts of {@code store_leads_2} and what it leaves in the tables, case by case. */
class StoreLeadsVerdictTest {

  @RegisterExtension private static final FunctionCalls CALLS = new FunctionCalls();

  @Test
  void plainLeadsAreStoredOnce() throws SQLException {
    assertThat(CALLS.store(plain(id(0)), plain(id(1)))).containsOnly(STORED);
    assertThat(CALLS.storeAgain(plain(id(0)), plain(id(1)), plain(id(2)))).containsOnly(STORED);

    CALLS.assertLeads(id(0), id(1), id(2));
    CALLS.assertNoKey();
    CALLS.assertHashes(Map.of());
  }

  @Test
  void twinsByKeyInABatch() throws SQLException {
    Row[] rows = {
      keyed(id(0), PRINT), keyed(id(1), PRINT), keyed(id(2), OTHER_PRINT), plain(id(3))
    };

    List<Verdict> verdicts = CALLS.store(rows);

    assertThat(verdicts).containsExactly(STORED, replayed(id(0)), keyReused(id(0)), STORED);
    assertThat(CALLS.storeAgain(rows)).isEqualTo(verdicts);
    CALLS.assertLeads(id(0), id(3));
    CALLS.assertKey(id(0), PRINT);
  }

  @Test
  void twinsByKeyInLaterBatches() throws SQLException {
    CALLS.store(keyed(id(0), PRINT));

    assertThat(CALLS.store(keyed(id(1), PRINT), keyed(id(2), OTHER_PRINT)))
        .containsExactly(replayed(id(0)), keyReused(id(0)));
    CALLS.assertLeads(id(0));
    CALLS.assertKey(id(0), PRINT);
  }

  @Test
  void windowHasNoFingerprint() throws SQLException {
    CALLS.store(keyed(id(0), WINDOW));

    assertThat(CALLS.store(keyed(id(1), WINDOW), keyed(id(2), PRINT)))
        .containsExactly(replayed(id(0)), replayed(id(0)));
    CALLS.assertKey(id(0), WINDOW);
  }

  @Test
  void windowIsNotProlonged() throws SQLException {
    CALLS.store(keyed(id(0), WINDOW));
    Map<UUID, Owner> before = CALLS.tables().keys();

    assertThat(CALLS.store(keyed(id(1), WINDOW))).containsExactly(replayed(id(0)));
    assertThat(CALLS.storeAgain(keyed(id(0), WINDOW))).containsExactly(STORED);
    assertThat(CALLS.tables().keys()).isEqualTo(before);
  }

  @Test
  void expiredKeyIsTakenOver() throws SQLException {
    CALLS.store(keyed(id(0), PRINT));
    CALLS.expireKeys();

    assertThat(CALLS.store(keyed(id(1), OTHER_PRINT))).containsExactly(STORED);
    assertThat(CALLS.storeAgain(keyed(id(0), PRINT))).containsExactly(STORED);
    CALLS.assertLeads(id(0), id(1));
    CALLS.assertKey(id(1), OTHER_PRINT);
  }

  @Test
  void refusalUsesNoExpiredKey() throws SQLException {
    CALLS.store(keyed(id(0), PRINT, rejects(H1)));
    CALLS.expireKeys();

    assertThat(CALLS.store(keyed(id(1), PRINT, rejects(H1)))).containsExactly(duplicate(id(0), H1));
    CALLS.assertNoKey();
    assertThat(CALLS.store(keyed(id(2), OTHER_PRINT))).containsExactly(STORED);
    CALLS.assertKey(id(2), OTHER_PRINT);
  }

  @Test
  void refusalUsesNoNewKey() throws SQLException {
    CALLS.store(hashed(id(0), rejects(H1)));

    assertThat(CALLS.store(keyed(id(1), PRINT, rejects(H1)))).containsExactly(duplicate(id(0), H1));
    CALLS.assertNoKey();
    assertThat(CALLS.store(keyed(id(2), OTHER_PRINT))).containsExactly(STORED);
    CALLS.assertKey(id(2), OTHER_PRINT);
    CALLS.assertLeads(id(0), id(2));
  }

  @Test
  void refusalUsesNoKeyOfAnEarlierLead() throws SQLException {
    CALLS.store(keyed(id(0), PRINT, rejects(H1)));

    assertThat(
            CALLS.store(keyed(id(1), PRINT, rejects(H1)), keyed(id(2), OTHER_PRINT, rejects(H1))))
        .containsExactly(replayed(id(0)), keyReused(id(0)));
    CALLS.assertKey(id(0), PRINT);
    CALLS.assertHashes(Map.of(H1, id(0)));
  }

  @Test
  void rulesThatRejectFlagAndNote() throws SQLException {
    assertThat(
            CALLS.store(
                hashed(id(0), rejects(H1)),
                hashed(id(1), rejects(H1)),
                hashed(id(2), flags(H1)),
                hashed(id(3), notes(H1)),
                hashed(id(4), flags(H1))))
        .containsExactly(
            STORED, duplicate(id(0), H1), flagged(id(0), H1), STORED, flagged(id(3), H1));

    CALLS.assertLeads(id(0), id(2), id(3), id(4));
    assertThat(CALLS.tables().leads().get(id(4)))
        .extracting(LeadRow::duplicateOf)
        .isEqualTo(Optional.of(id(3)));
    CALLS.assertHashes(Map.of(H1, id(4)));
    assertThat(CALLS.storeAgain(hashed(id(4), flags(H1))))
        .containsExactly(Verdict.foundStored(Optional.of(id(3))));
  }

  @Test
  void leadOutsideTheLookBackIsNoDuplicate() throws SQLException {
    CALLS.store(hashed(id(0), rejects(H1)));

    assertThat(CALLS.store(hashed(id(2), new Hash(H1, id(1), true)))).containsExactly(STORED);
    assertThat(CALLS.store(hashed(id(3), new Hash(H1, id(2), true))))
        .containsExactly(duplicate(id(2), H1));
    CALLS.assertHashes(Map.of(H1, id(2)));
  }

  @Test
  void rejectionDecidesBeforeAFlag() throws SQLException {
    CALLS.store(hashed(id(0), notes(H1)), hashed(id(1), notes(H2)));

    assertThat(CALLS.store(hashed(id(2), flags(H1), rejects(H2))))
        .containsExactly(duplicate(id(1), H2));
    assertThat(CALLS.store(hashed(id(3), flags(H2), flags(H1))))
        .containsExactly(flagged(id(1), H2));
    CALLS.assertHashes(Map.of(H1, id(3), H2, id(3)));
  }

  /**
   * The first lead takes a key and a hash, and is refused by another hash. The second lead gets
   * both, the third finds the key used, and the fourth is a duplicate of the second.
   */
  @Test
  void refusalGivesBackWhatItTook() throws SQLException {
    CALLS.store(hashed(id(0), rejects(H1)));

    assertThat(
            CALLS.store(
                keyed(id(1), PRINT, rejects(H2), rejects(H1)),
                keyed(id(2), OTHER_PRINT, rejects(H2)),
                keyed(id(3), PRINT, rejects(H3)),
                hashed(id(4), rejects(H3), rejects(H2))))
        .containsExactly(duplicate(id(0), H1), STORED, keyReused(id(2)), duplicate(id(2), H2));

    CALLS.assertLeads(id(0), id(2));
    CALLS.assertKey(id(2), OTHER_PRINT);
    CALLS.assertHashes(Map.of(H1, id(0), H2, id(2)));
  }

  /**
   * The retry comes while the first try is under way, waits for the key, and finds that the key has
   * expired meanwhile.
   */
  @Test
  void expiredKeyThatARetryTookAgainIsGivenBack() throws Exception {
    Row row = new Row(id(0), Optional.of(new LeadKey(KEY, WINDOW, 0)), List.of());
    try (Connection first = CALLS.database().connect();
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      first.setAutoCommit(false);
      CALLS.storeOn(first, row);
      Future<List<Verdict>> retry = thread.submit(() -> CALLS.storeAgain(row));
      CALLS.database().awaitWaitingForLock(1);
      first.commit();

      assertThat(retry.get()).containsExactly(STORED);
    }
    CALLS.assertLeads(id(0));
    CALLS.assertNoKey();
  }

  /** Of two twins at once, the second waits for the first, which is rolled back. */
  @Test
  void twinOfALeadThatIsRolledBackIsStored() throws Exception {
    assertThat(twinOfALeadThatEndsBy(Connection::rollback)).containsExactly(STORED);
    CALLS.assertLeads(id(1));
    CALLS.assertHashes(Map.of(H1, id(1)));
  }

  @Test
  void twinOfALeadThatIsCommittedIsADuplicate() throws Exception {
    assertThat(twinOfALeadThatEndsBy(Connection::commit)).containsExactly(duplicate(id(0), H1));
    CALLS.assertLeads(id(0));
    CALLS.assertHashes(Map.of(H1, id(0)));
  }

  private interface End {
    void of(Connection connection) throws SQLException;
  }

  private static List<Verdict> twinOfALeadThatEndsBy(End end) throws Exception {
    try (Connection first = CALLS.database().connect();
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      first.setAutoCommit(false);
      CALLS.storeOn(first, hashed(id(0), rejects(H1)));
      Future<List<Verdict>> twin = thread.submit(() -> CALLS.store(hashed(id(1), rejects(H1))));
      CALLS.database().awaitWaitingForLock(1);
      end.of(first);
      return twin.get();
    }
  }
}
