package io.leadgate.receiver;

import io.leadgate.config.Settings;
import io.leadgate.domain.Dedupe;
import io.leadgate.domain.IdempotencyKey;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Makes the key by which a lead is recognised when it comes again: from the key that came with the
 * lead, or else from the dedupe window of the campaign. Thread-safe.
 */
public final class LeadKeys {

  private final Duration life;
  private final Duration window;

  public LeadKeys(Settings.Lead settings) {
    this.life = settings.idempotencyWindow();
    this.window = settings.dedupeWindow();
  }

  /**
   * Makes the key of a lead; empty if the lead has no key and the campaign no dedupe window.
   *
   * @param clientId the credential; empty if the caller has no good token
   * @param remote the caller's address
   * @param fields the lead's JSON object
   * @param key the key that came with the lead
   */
  Optional<IdempotencyKey> of(
      int campaignId,
      Dedupe dedupe,
      Optional<UUID> clientId,
      String remote,
      String fields,
      Optional<String> key) {
    if (key.isPresent()) {
      return key.map(
          value ->
              IdempotencyKey.of(
                  clientId.isPresent(), campaignId, value, LeadFingerprint.of(fields), life));
    }
    Duration length = dedupe.seconds().map(Duration::ofSeconds).orElse(window);
    return length.isZero()
        ? Optional.empty()
        : Optional.of(
            IdempotencyKey.ofWindow(
                campaignId,
                clientId.map(UUID::toString).orElse(remote),
                LeadFingerprint.of(fields, lowerCase(dedupe)),
                length));
  }

  private static Set<String> lowerCase(Dedupe dedupe) {
    return dedupe.ignored().stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }
}
