package io.leadgate.persistence;

import io.leadgate.bus.QuarantineQuery;
import io.leadgate.domain.Coded;
import io.leadgate.domain.LeadId;
import io.leadgate.domain.PostFormat;
import io.leadgate.domain.QuarantineReason;
import io.leadgate.domain.QuarantinedRequest;
import io.leadgate.domain.Slice;
import io.leadgate.postgres.Rows;
import io.leadgate.postgres.SliceSql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;

/** Reads quarantined requests for the admin API, the only reader of the quarantine table. */
public final class QuarantineSearch {

  private static final String COLUMNS =
      """
      SELECT id, campaign_id, format, reason, client_id, received_at, host(remote) AS remote, content_type,
        body, idempotency_key, reference, released_as::text
      FROM quarantine
      """;

  private static final String FIND = COLUMNS + "WHERE id = $1";

  /**
   * Lists a page that ends early if its bodies get too large. The lengths of the bodies are read
   * without the bodies.
   */
  private static final String LIST =
      "SELECT found, whole.* FROM (%s) cut JOIN (%s) whole USING (id) ORDER BY id DESC"
          .formatted(
              SliceSql.cutShort(
                  """
                  SELECT id, octet_length(body) + octet_length(concat(content_type, idempotency_key, reference))
                    AS row_bytes
                  FROM quarantine
                  WHERE ($1::int IS NULL OR campaign_id = $1) AND ($2::text IS NULL OR reason = $2)
                    AND ($3::uuid IS NULL OR id >= $3) AND ($4::uuid IS NULL OR id < $4)
                    AND ($5::uuid IS NULL OR id < $5)
                  ORDER BY id DESC LIMIT $6 + 1
                  """,
                  "id DESC",
                  "row_bytes"),
              COLUMNS);

  private final SqlClient client;

  public QuarantineSearch(SqlClient client) {
    this.client = client;
  }

  Future<Optional<QuarantinedRequest>> find(UUID id) {
    return client
        .preparedQuery(FIND)
        .execute(Tuple.of(id))
        .map(rows -> Rows.first(rows, QuarantineSearch::read));
  }

  Future<Slice<QuarantinedRequest>> list(QuarantineQuery query) {
    return client
        .preparedQuery(LIST)
        .execute(
            Tuple.of(
                query.campaignId().orElse(null),
                query.reason().map(QuarantineReason::code).orElse(null),
                query.from().map(LeadId::leastAt).orElse(null),
                query.to().map(LeadId::leastAt).orElse(null),
                query.before().orElse(null),
                query.limit()))
        .map(rows -> SliceSql.read(rows, query.limit(), QuarantineSearch::read));
  }

  private static QuarantinedRequest read(Row row) {
    return new QuarantinedRequest(
        row.getUUID("id"),
        row.getInteger("campaign_id"),
        Coded.stored(PostFormat.class, row.getString("format")),
        Coded.stored(QuarantineReason.class, row.getString("reason")),
        Optional.ofNullable(row.getUUID("client_id")),
        row.getOffsetDateTime("received_at").toInstant(),
        row.getString("remote"),
        Optional.ofNullable(row.getString("content_type")),
        row.getBuffer("body").getBytes(),
        Optional.ofNullable(row.getString("idempotency_key")),
        Optional.ofNullable(row.getString("reference")),
        row.getString("released_as"));
  }
}
