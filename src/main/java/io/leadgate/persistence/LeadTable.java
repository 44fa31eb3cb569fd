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
 * Leads without an idempotency key: one plain insert a batch. JSON travels as text, since it was
 * checked once and is passed on as it came.
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
   * Costs a third more, so it is only for rows that may be there already. Where all of them are
   * there, the commit waits for the standby all the same.
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
}
