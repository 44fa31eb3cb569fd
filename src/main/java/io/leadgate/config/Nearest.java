package io.leadgate.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known name that a mistyped name is nearest to. */
public final class Nearest {

  private Nearest() {}

  /**
   * The known name with the fewest typing errors from the given name; of several such names the
   * first in alphabetical order. Empty if no name is known.
   */
  public static Optional<String> to(String given, Collection<String> known) {
    return known.stream().sorted().min(Comparator.comparingInt(name -> distance(given, name)));
  }

  /**
   * The number of letters to insert, to delete, to replace, or to exchange with their neighbour
   * (the optimal string alignment distance).
   */
  static int distance(String a, String b) {
    int[][] least = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          least[i][j] = i + j;
          continue;
        }
        int replaced = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        least[i][j] =
            Math.min(
                least[i - 1][j - 1] + replaced, Math.min(least[i - 1][j], least[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          least[i][j] = Math.min(least[i][j], least[i - 2][j - 2] + 1);
        }
      }
    }
    return least[a.length()][b.length()];
  }
}
