package io.leadgate.persistence;

import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.domain.LeadId;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.StoredLead;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Leads without an idempotency key: one plain insert a batch. JSON travels as text, since it was
 * checked once and is passed on as it came.
 */
final class LeadTable implements BatchTable<Lead, IngestResult> {

  private static final String INSERT =
      """
      INSERT INTO lead (id, campaign_id, credential_id, received_at, remote, fields)
      SELECT id, campaign_id, credential_id, received_at, remote::inet, fields::jsonb
      FROM unnest($1::uuid[], $2::int[], $3::uuid[], $4::timestamptz[], $5::text[], $6::text[])
        AS t(id, campaign_id, credential_id, received_at, remote, fields)
      """;

  /** Costs a third more, so it is only for rows that may be there already. */
  private static final String INSERT_IF_ABSENT = INSERT + "ON CONFLICT (id) DO NOTHING";

  private static final String FIND =
      """
      SELECT l.id, l.campaign_id, c.lead_source_id, l.credential_id, l.received_at,
        host(l.remote) AS remote, l.fields::text AS fields
      FROM lead l JOIN campaign c ON c.id = l.campaign_id
      WHERE l.id = $1
      """;

  private static final IngestResult STORED = new IngestResult.Stored();

  @Override
  public Future<List<IngestResult>> write(
      SqlConnection connection, List<Lead> rows, boolean maybeThere) {
    return connection
        .preparedQuery(maybeThere ? INSERT_IF_ABSENT : INSERT)
        .execute(LeadColumns.of(rows).tuple())
        .map(inserted -> Collections.nCopies(rows.size(), STORED));
  }

  @Override
  public IngestResult refused(Refusal refusal) {
    return new IngestResult.Refused(refusal);
  }

  @Override
  public int weight(Lead lead) {
    return weightOf(lead);
  }

  static int weightOf(Lead lead) {
    return lead.fields().length() + 256;
  }

  static Future<Optional<StoredLead>> find(SqlClient client, LeadId id) {
    return client
        .preparedQuery(FIND)
        .execute(Tuple.of(id.value()))
        .map(
            rows ->
                rows.rowCount() == 0
                    ? Optional.empty()
                    : Optional.of(storedLead(rows.iterator().next())));
  }

  private static StoredLead storedLead(Row row) {
    return new StoredLead(
        new LeadId(row.getUUID("id")),
        row.getInteger("campaign_id"),
        row.getInteger("lead_source_id"),
        Optional.ofNullable(row.getUUID("credential_id")),
        row.getOffsetDateTime("received_at").toInstant(),
        row.getString("remote"),
        row.getString("fields"));
  }
}
