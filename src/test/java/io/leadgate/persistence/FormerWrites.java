package io.leadgate.persistence;

import io.leadgate.domain.Lead;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/**
 * Writes leads as the gateway wrote them before it had {@code store_leads_2}: the baseline of
 * {@link WritePathCost}, on the tables of {@code writepath/former.sql}.
 */
final class FormerWrites {

  private static final String INTO =
      """
      INSERT INTO lead (id, campaign_id, credential_id, received_at, remote, email, phone, fields)
      SELECT id, campaign_id, credential_id, received_at, remote::inet, email, phone, fields::%s
      FROM
      """;
  private static final String ROWS =
      """
      unnest($1::uuid[], $2::int[], $3::uuid[], $4::timestamptz[], $5::text[], $6::text[],
          $7::text[], $8::text[])
        AS t(id, campaign_id, credential_id, received_at, remote, email, phone, fields)
      """;
  static final String PLAIN = INTO.formatted("jsonb") + ROWS;
  static final String WITHOUT_POS = INTO.formatted("json") + ROWS;
  private static final String KEYED =
      """
      WITH item AS (
        SELECT * FROM
          unnest($1::uuid[], $2::int[], $3::uuid[], $4::timestamptz[], $5::text[], $6::text[],
            $7::text[], $8::text[], $9::text[], $10::bytea[])
          AS t(id, campaign_id, credential_id, received_at, remote, email, phone, fields, key,
            fingerprint)
      ), won AS (
        INSERT INTO idempotency_key AS k
          (campaign_id, key, fingerprint, lead_id, received_at, expires_at)
        SELECT campaign_id, key, fingerprint, id, received_at,
          now() + $11::int * interval '1 second'
        FROM item ORDER BY campaign_id, key COLLATE "C"
        ON CONFLICT (campaign_id, key) DO UPDATE
          SET fingerprint = excluded.fingerprint, lead_id = excluded.lead_id,
            received_at = excluded.received_at, expires_at = excluded.expires_at
          WHERE k.expires_at <= now()
        RETURNING lead_id
      )
      INSERT INTO lead (id, campaign_id, credential_id, received_at, remote, email, phone, fields)
      SELECT id, campaign_id, credential_id, received_at, remote::inet, email, phone, fields::jsonb
      FROM item JOIN won ON won.lead_id = item.id
      RETURNING id
      """;

  private FormerWrites() {}

  /** Writes leads with one of the plain statements. */
  static Future<?> plain(SqlConnection connection, String sql, List<Lead> leads) {
    return connection.preparedQuery(sql).execute(columns(leads));
  }

  /** Writes leads with keys. */
  static Future<?> keyed(SqlConnection connection, List<Lead> leads) {
    Tuple tuple = columns(leads);
    tuple.addArrayOfString(
        leads.stream()
            .map(lead -> lead.idempotencyKey().orElseThrow().hash().toString())
            .toArray(String[]::new));
    tuple.addArrayOfBuffer(
        leads.stream()
            .map(lead -> lead.idempotencyKey().orElseThrow().fingerprint().orElseThrow())
            .map(fingerprint -> Buffer.buffer(fingerprint.bytes()))
            .toArray(Buffer[]::new));
    tuple.addValue(86_400);
    return connection.preparedQuery(KEYED).execute(tuple);
  }

  private static Tuple columns(List<Lead> leads) {
    LeadColumns columns = LeadColumns.of(leads);
    return Tuple.of(
        columns.ids(),
        columns.campaignIds(),
        columns.credentialIds(),
        columns.receivedAts(),
        columns.remotes(),
        columns.emails(),
        columns.phones(),
        columns.fields());
  }
}
