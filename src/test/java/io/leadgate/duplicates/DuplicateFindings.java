package io.leadgate.duplicates;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The faults that {@link DuplicateCheck} found, with samples, and what it looked at. */
final class DuplicateFindings {

  private static final int SAMPLES = 3;

  private final Map<String, Integer> faults = new TreeMap<>();
  private final List<String> samples = new ArrayList<>();
  private final Map<String, Integer> counts = new TreeMap<>();

  void fault(String kind, String sample) {
    if (faults.merge(kind, 1, Integer::sum) <= SAMPLES) {
      samples.add(kind + ": " + sample);
    }
  }

  void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  int counted(String what) {
    return counts.getOrDefault(what, 0);
  }

  Map<String, Integer> faults() {
    return faults;
  }

  @Override
  public String toString() {
    return "faults %s%n%s%ncounts %s"
        .formatted(faults, String.join(System.lineSeparator(), samples), counts);
  }
}
