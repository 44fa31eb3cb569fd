package io.leadgate.persistence;

import io.leadgate.domain.IdempotencyKey;
import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.domain.Refusal;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Writes leads. A batch of leads that nothing decides about is one plain insert. A batch with keys
 * or hashes is one call of {@link StoreLeads}, which decides by them; so is a batch with an unknown
 * outcome, because the call finds the leads that an earlier try stored. The fields are passed on as
 * JSON text, because the text was validated when the lead was received.
 */
public final class LeadTable implements BatchTable<Lead, IngestResult> {

  /**
   * Inserts the leads with their place in the feed. The place is that of {@code feed_pos_1}, whose
   * call would delay a lone lead. The functions {@code unnest} give row after row because they
   * stand in a list of columns; in FROM, Postgres would first copy all rows to a store.
   */
  static final String INSERT =
      """
      WITH place AS MATERIALIZED (
        SELECT %s + pg_current_xact_id()::text::bigint AS pos FROM feed WHERE single_row
      )
      INSERT INTO lead (id, campaign_id, credential_id, received_at, remote, pos, email, phone,
        reference, fields)
      SELECT t.id, t.campaign_id, t.credential_id, t.received_at, t.remote::inet, place.pos, t.email,
        t.phone, t.reference, t.fields::json
      FROM place, (
        SELECT unnest($1::uuid[]) AS id, unnest($2::int[]) AS campaign_id,
          unnest($3::uuid[]) AS credential_id, unnest($4::timestamptz[]) AS received_at,
          unnest($5::text[]) AS remote, unnest($6::text[]) AS email, unnest($7::text[]) AS phone,
          unnest($8::text[]) AS reference, unnest($9::text[]) AS fields
      ) AS t
      """
          .formatted(FeedBase.BEGINNING);

  private static final IngestResult MISJUDGED =
      new IngestResult.Refused(Refusal.STORAGE_UNAVAILABLE);

  /** Postgres reports success and has stored fewer leads than it was sent. */
  private static final class LeadsMissing extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LeadsMissing(int stored, int sent) {
      super("only %d of %d leads were stored".formatted(stored, sent), null, false, false);
    }
  }

  /** Refuses the leads whose judgement does not hold any more. */
  @Override
  public Future<List<IngestResult>> write(
      SqlConnection connection, List<Lead> rows, boolean maybeStored) {
    BitSet misjudged = misjudged(rows);
    if (misjudged.isEmpty()) {
      return store(connection, rows, maybeStored);
    }
    List<Lead> right =
        IntStream.range(0, rows.size())
            .filter(place -> !misjudged.get(place))
            .mapToObj(rows::get)
            .toList();
    return right.isEmpty()
        ? Future.succeededFuture(Collections.nCopies(rows.size(), MISJUDGED))
        : store(connection, right, maybeStored)
            .map(results -> withMisjudged(rows.size(), misjudged, results.iterator()));
  }

  private static BitSet misjudged(List<Lead> rows) {
    BitSet places = new BitSet();
    for (int i = 0; i < rows.size(); i++) {
      if (!rows.get(i).judgement().stands()) {
        places.set(i);
      }
    }
    return places;
  }

  private static List<IngestResult> withMisjudged(
      int rows, BitSet misjudged, Iterator<IngestResult> ofRight) {
    List<IngestResult> all = new ArrayList<>(rows);
    for (int i = 0; i < rows; i++) {
      if (misjudged.get(i)) {
        all.add(MISJUDGED);
      } else if (ofRight.hasNext()) {
        all.add(ofRight.next());
      }
    }
    return all;
  }

  private static Future<List<IngestResult>> store(
      SqlConnection connection, List<Lead> rows, boolean maybeStored) {
    return maybeStored || !rows.stream().allMatch(Lead::isPlain)
        ? StoreLeads.call(connection, rows, maybeStored)
        : connection
            .preparedQuery(INSERT)
            .execute(LeadColumns.of(StoreLeads.inOrder(rows)).tuple())
            .compose(inserted -> counted(inserted.rowCount(), rows.size()));
  }

  private static Future<List<IngestResult>> counted(int stored, int sent) {
    return stored == sent
        ? Future.succeededFuture(Collections.nCopies(sent, IngestResult.STORED))
        : Future.failedFuture(new LeadsMissing(stored, sent));
  }

  @Override
  public long bytes(Lead lead) {
    return LeadColumns.BYTES_BESIDE_FIELDS
        + (long) StoreLeads.BYTES_OF_HASH * lead.hashes().size()
        + lead.fields().length();
  }

  @Override
  public Object owner(Lead lead) {
    return BatchTable.owner(lead.credentialId(), lead.campaignId());
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
