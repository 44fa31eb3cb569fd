package io.leadgate.http.receiver;

import io.leadgate.domain.IdempotencyKey;
import io.leadgate.domain.Lead;
import io.leadgate.domain.LeadIds;
import java.util.Optional;
import java.util.UUID;

/** Makes leads of what was parsed and of who sent it. One a verticle. */
public final class NewLeads {

  private final LeadIds ids;

  public NewLeads(LeadIds ids) {
    this.ids = ids;
  }

  Lead make(
      Exchange exchange, Optional<UUID> clientId, ParsedLead.Good good, Optional<String> key) {
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
