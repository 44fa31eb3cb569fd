package io.leadgate.persistence;

import io.leadgate.domain.IdempotencyKey;
import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.domain.Refusal;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Optional;

/** Writes leads that have a key: a batch is one call of {@link StoreLeads}. */
public final class KeyedLeadTable implements BatchTable<Lead, IngestResult> {

  @Override
  public Future<List<IngestResult>> write(
      SqlConnection connection, List<Lead> rows, boolean maybeStored) {
    return StoreLeads.call(connection, rows, maybeStored);
  }

  @Override
  public long bytes(Lead lead) {
    return LeadColumns.BYTES_BESIDE_FIELDS + lead.fields().length();
  }

  @Override
  public Object owner(Lead lead) {
    return lead.credentialId().<Object>map(id -> id).orElse(lead.campaignId());
  }

  @Override
  public Optional<Object> orderKey(Lead lead) {
    return lead.idempotencyKey().map(IdempotencyKey::hash);
  }

  @Override
  public IngestResult refused(Refusal refusal) {
    return new IngestResult.Refused(refusal);
  }
}
