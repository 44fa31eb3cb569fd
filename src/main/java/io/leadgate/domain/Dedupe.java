package io.leadgate.domain;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The dedupe window of a campaign: for so long after a lead without a key, an equal lead of the
 * same sender is a replay.
 *
 * @param seconds the length of the window; 0 for no window, empty for the setting {@code
 *     lead.dedupe_window}
 * @param ignored the names of the fields that do not count, as the campaign's owner wrote them
 * @param ignoredInLowerCase the same names in lower case, made once and not for each lead
 */
public record Dedupe(
    Optional<Integer> seconds, List<String> ignored, Set<String> ignoredInLowerCase) {

  public Dedupe(Optional<Integer> seconds, List<String> ignored) {
    this(seconds, ignored, lowerCase(ignored));
  }

  private static Set<String> lowerCase(List<String> names) {
    return names.stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }
}
