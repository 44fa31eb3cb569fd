package io.leadgate.persistence;

import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.domain.Refusal;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;

/** Writes leads that have a key: a batch is one call of {@link StoreLeads}. */
public final class KeyedLeadTable implements BatchTable<Lead, IngestResult> {

  @Override
  public Future<List<IngestResult>> write(
      SqlConnection connection, List<Lead> rows, boolean maybeStored) {
    return StoreLeads.call(connection, rows, maybeStored);
  }

  @Override
  public IngestResult refused(Refusal refusal) {
    return new IngestResult.Refused(refusal);
  }
}
