package io.leadgate.receiver;

import io.leadgate.domain.IdempotencyKey;
import io.leadgate.domain.Lead;
import io.leadgate.receiver.format.ParsedLead;
import java.util.Optional;
import java.util.UUID;

/** Makes leads of what was parsed and of who sent it. One a verticle. */
public final class NewLeads {

  private final LeadIds ids;

  public NewLeads(LeadIds ids) {
    this.ids = ids;
  }

  Lead make(
      LeadPost exchange, Optional<UUID> clientId, ParsedLead.Good good, Optional<String> key) {
    return new Lead(
        ids.next(exchange.receivedAtMillis()),
        exchange.destination().campaignId(),
        clientId,
        exchange.receivedAt(),
        exchange.remote(),
        good.contact(),
        good.fields(),
        key.map(value -> new IdempotencyKey(value, LeadFingerprint.of(good.fields()))));
  }
}
