package io.leadgate.persistence;

import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.domain.Refusal;
import io.leadgate.postgres.StandbyWait;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.Collections;
import java.util.List;

/**
 * Writes leads that have no idempotency key, with one plain insert for each batch. The fields are
 * passed on as JSON text, because the text was validated when the lead was received.
 */
public final class LeadTable implements BatchTable<Lead, IngestResult> {

  private static final String INTO =
      """
      INSERT INTO lead (id, campaign_id, credential_id, received_at, remote, email, phone, fields)
      SELECT id, campaign_id, credential_id, received_at, remote::inet, email, phone, fields::jsonb
      FROM
      """;

  private static final String ROWS =
      """
      unnest($1::uuid[], $2::int[], $3::uuid[], $4::timestamptz[], $5::text[], $6::text[],
          $7::text[], $8::text[])
        AS t(id, campaign_id, credential_id, received_at, remote, email, phone, fields)
      """;

  private static final String INSERT = INTO + ROWS;

  /**
   * Skips the rows that an earlier try stored. This statement costs a third more than the plain
   * insert. Even if all rows are already stored, its commit waits for the standby.
   */
  private static final String INSERT_IF_ABSENT =
      "WITH "
          + StandbyWait.WAITS
          + "\n"
          + INTO
          + "waits CROSS JOIN "
          + ROWS
          + "ON CONFLICT (id) DO NOTHING";

  private static final IngestResult STORED = new IngestResult.Stored();

  @Override
  public Future<List<IngestResult>> write(
      SqlConnection connection, List<Lead> rows, boolean maybeStored) {
    return connection
        .preparedQuery(maybeStored ? INSERT_IF_ABSENT : INSERT)
        .execute(LeadColumns.of(rows).tuple())
        .map(inserted -> Collections.nCopies(rows.size(), STORED));
  }

  @Override
  public IngestResult refused(Refusal refusal) {
    return new IngestResult.Refused(refusal);
  }
}
