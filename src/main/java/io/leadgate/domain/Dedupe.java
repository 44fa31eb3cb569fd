package io.leadgate.domain;

import java.util.List;
import java.util.Optional;

/**
 * The dedupe window of a campaign: for so long after a lead without a key, an equal lead of the
 * same sender is a replay.
 *
 * @param seconds the length of the window; 0 for no window, empty for the setting {@code
 *     lead.dedupe_window}
 * @param ignored the names of the fields that do not count, as the campaign's owner wrote them
 */
public record Dedupe(Optional<Integer> seconds, List<String> ignored) {

  public static final Dedupe BY_SETTING = new Dedupe(Optional.empty(), List.of());
}
