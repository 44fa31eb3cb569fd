package io.leadgate.faults;

import java.sql.SQLException;
import java.time.Duration;

/**
 * Measures for how long leads are accepted after their token has ended, where a node cannot see
 * changes: {@code load-tests/age-of-knowledge.sh}.
 */
final class AgeOfKnowledgeRun {

  private static final Duration ACCEPTED_MAX = Duration.ofSeconds(1);
  private static final int ROUNDS = 10;

  private AgeOfKnowledgeRun() {}

  public static void main(String[] arguments) throws SQLException {
    boolean passed = true;
    try (CutCatalog cut = new CutCatalog(ROUNDS * Ending.values().length)) {
      for (Ending ending : Ending.values()) {
        Duration longest = Duration.ZERO;
        for (int i = 0; i < ROUNDS; i++) {
          Duration accepted = cut.acceptedAfter(ending);
          longest = accepted.compareTo(longest) > 0 ? accepted : longest;
        }
        passed &= isInTime("no connection for changes, " + ending, longest);
      }
    }
    long accepted = FrozenNode.thawed().stream().filter(status -> status == 201).count();
    System.out.printf("node was frozen for 1.5 s, DISABLE: %d leads accepted%n", accepted);
    passed &= accepted == 0;
    FormerPrimary.Leads leads = FormerPrimary.afterDisabling();
    passed &= isInTime("changes from the former primary, DISABLE", leads.accepted());
    passed &= leads.stored() == 1;
    System.out.println(passed ? "PASS an ended token is accepted for at most a second" : "FAIL");
    // The run's own servers end with this JVM.
    System.exit(0);
  }

  private static boolean isInTime(String trial, Duration accepted) {
    System.out.printf("%s: accepted for %d ms at most%n", trial, accepted.toMillis());
    return accepted.compareTo(ACCEPTED_MAX) <= 0;
  }
}
