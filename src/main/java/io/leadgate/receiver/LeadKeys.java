package io.leadgate.receiver;

import io.leadgate.config.Settings;
import io.leadgate.domain.Campaign;
import io.leadgate.domain.Dedupe;
import io.leadgate.domain.IdempotencyKey;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

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
   * Makes the key of a lead; empty if the lead has no key and the campaign has no dedupe window.
   *
   * @param fields the lead's JSON object
   * @param key the key that came with the lead
   */
  Optional<IdempotencyKey> of(
      LeadPost post, Admission.Take sender, String fields, Optional<String> key) {
    Campaign campaign = sender.destination().campaign();
    return key.map(
            value ->
                IdempotencyKey.of(
                    sender.clientId().isPresent(),
                    campaign.id(),
                    value,
                    LeadFingerprint.of(fields),
                    life))
        .or(() -> ofWindow(post, sender, fields));
  }

  private Optional<IdempotencyKey> ofWindow(LeadPost post, Admission.Take sender, String fields) {
    Campaign campaign = sender.destination().campaign();
    Duration length = window(campaign.dedupe());
    return length.isZero()
        ? Optional.empty()
        : Optional.of(
            IdempotencyKey.ofWindow(
                campaign.id(),
                sender.clientId().map(UUID::toString).orElse(post.remote()),
                LeadFingerprint.of(fields, campaign.dedupe().ignoredInLowerCase()),
                length));
  }

  /** Whether each lead of the campaign has a key, because the campaign has a dedupe window. */
  boolean hasWindow(Campaign campaign) {
    return !window(campaign.dedupe()).isZero();
  }

  private Duration window(Dedupe dedupe) {
    return dedupe.seconds().map(Duration::ofSeconds).orElse(window);
  }
}
