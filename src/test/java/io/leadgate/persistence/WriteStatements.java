package io.leadgate.persistence;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Shows the statements that write leads, sweep keys and read the feed to the tests that run them by
 * JDBC.
 */
public final class WriteStatements {

  private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");

  private WriteStatements() {}

  /** Inserts a batch of plain leads; nine arrays, in the order of {@link LeadColumns}. */
  public static String insert() {
    return forJdbc(LeadTable.INSERT);
  }

  /** Calls {@code store_leads_2} with its seventeen parameters. */
  public static String call() {
    return forJdbc(StoreLeads.CALL);
  }

  /** Deletes expired keys; the key of the advisory lock, the time to begin at, and a limit. */
  public static String sweep() {
    return forJdbc(KeySweep.DELETE);
  }

  /** Reads a page of the feed; the place and the id of the lead before the page, and a limit. */
  public static String page() {
    // The condition bounds the index scan, and names the first parameter once more.
    return forJdbc(LeadFeed.PAGE.replace("l.pos >= $1 AND ", ""));
  }

  /** JDBC takes parameters by their place, so a statement must have each once and in order. */
  private static String forJdbc(String statement) {
    List<MatchResult> parameters = PARAMETER.matcher(statement).results().toList();
    for (int i = 0; i < parameters.size(); i++) {
      if (Integer.parseInt(parameters.get(i).group(1)) != i + 1) {
        throw new IllegalStateException("The parameters are not in order: " + statement);
      }
    }
    return PARAMETER.matcher(statement).replaceAll("?");
  }
}
