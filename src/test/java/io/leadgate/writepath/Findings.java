package io.leadgate.writepath;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Counts what was found wrong, and keeps the first samples of each kind. Not thread-safe. */
final class Findings {

  private static final int SAMPLES_MAX = 4;

  private final Map<Check, Finding> found = new EnumMap<>(Check.class);

  private static final class Finding {
    private int count;
    private final List<String> samples = new ArrayList<>();
  }

  void add(Check check, Supplier<String> sample) {
    Finding finding = found.computeIfAbsent(check, first -> new Finding());
    finding.count++;
    if (finding.samples.size() < SAMPLES_MAX) {
      finding.samples.add(sample.get());
    }
  }

  /** The checks that found something. */
  Set<Check> checks() {
    return found.keySet();
  }

  /** The counts in one line. */
  String counts() {
    return found.entrySet().stream()
        .map(entry -> entry.getValue().count + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  /** The counts, each with its first samples. */
  @Override
  public String toString() {
    return found.entrySet().stream()
        .map(
            entry ->
                entry.getValue().count
                    + " "
                    + entry.getKey()
                    + ":\n  "
                    + String.join("\n  ", entry.getValue().samples))
        .collect(Collectors.joining("\n"));
  }
}
