package io.leadgate.duplicates.upkeep;

import io.leadgate.telemetry.Event;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/**
 * Hashes the next leads of kinds that are built together. The hashes and the place at which the
 * next chunk begins are written in one transaction, so any node can go on from there, and a chunk
 * that is done twice does no harm. The hashes are written last, because batches of leads may wait
 * for them.
 *
 * @param group the kinds, which have the same leads done and to do
 */
record HashChunk(List<BuildingKind> group) {

  /** Takes the hashes in ascending order, as all writers do, so that a deadlock is impossible. */
  private static final String INSERT =
      """
      INSERT INTO duplicate AS d (h, lead_id)
      SELECT DISTINCT ON (t.h) t.h, t.id FROM unnest($1::uuid[], $2::uuid[]) AS t(h, id)
      ORDER BY t.h, t.id DESC
      ON CONFLICT (h) DO UPDATE SET lead_id = excluded.lead_id WHERE d.lead_id < excluded.lead_id
      """;

  /** Finds no row of a kind whose building has begun anew meanwhile. */
  private static final String ADVANCE =
      """
      UPDATE hash_kind AS k SET next_campaign = $3, next_id = $4, hashed = k.hashed + t.leads
      FROM unnest($1::int[], $2::int[]) AS t(id, leads)
      WHERE k.id = t.id AND k.build_to = $5 AND k.next_campaign = $6 AND k.next_id = $7 AND %s
      """
          .formatted(HashBuild.IS_BUILDING);

  static HashChunk of(List<BuildingKind> group) {
    return new HashChunk(List.copyOf(group));
  }

  /**
   * Hashes the leads off the event loop, and writes the hashes.
   *
   * @param rowsMax the most leads
   * @param events where the events are added that are to be told when the transaction is committed
   */
  Future<Void> hash(Vertx vertx, SqlConnection connection, int rowsMax, List<Event> events) {
    return StoredLeads.next(connection, group, rowsMax)
        .compose(
            chunk ->
                vertx
                    .executeBlocking(() -> HashedLeads.of(group, chunk.parts()))
                    .compose(
                        hashed -> {
                          events.addAll(chunk.unreadable());
                          events.addAll(hashed.unreadable());
                          events.add(new Event.HashesBuilt(hashed.hashes().size()));
                          return write(connection, chunk, hashed);
                        }));
  }

  private Future<Void> write(
      SqlConnection connection, StoredLeads.Chunk chunk, HashedLeads hashed) {
    BuildingKind before = group.getFirst();
    return connection
        .preparedQuery(INSERT)
        .execute(
            Tuple.of(
                hashed.hashes().toArray(UUID[]::new), (Object) hashed.ids().toArray(UUID[]::new)))
        .compose(
            inserted ->
                connection
                    .preparedQuery(ADVANCE)
                    .execute(
                        Tuple.of(
                            group.stream().map(BuildingKind::id).toArray(Integer[]::new),
                            hashed.counts().toArray(Integer[]::new),
                            chunk.nextCampaign(),
                            chunk.nextId(),
                            before.buildTo(),
                            before.nextCampaign(),
                            before.nextId())))
        .mapEmpty();
  }
}
