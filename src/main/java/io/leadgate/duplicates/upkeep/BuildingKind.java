package io.leadgate.duplicates.upkeep;

import io.leadgate.domain.Coded;
import io.leadgate.domain.DuplicateRules;
import io.leadgate.domain.HashKind;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The row of a kind of hashes that is being built.
 *
 * @param phase what is to be done next for the kind
 * @param buildTo the greatest id of a lead that is to be hashed; null before the hashing begins
 * @param nextCampaign all leads of the campaigns before this campaign are done
 * @param nextId all leads of the next campaign up to this id are done
 */
record BuildingKind(
    int id,
    HashKind kind,
    Phase phase,
    @Nullable UUID buildFrom,
    @Nullable UUID buildTo,
    int nextCampaign,
    UUID nextId) {

  /** The next thing to do for a kind. */
  enum Phase implements Coded {
    /** The kind was not seen before. */
    NEW,
    /** Leads may be under way whose node did not know the kind. */
    SEEN,
    /** The leads of such nodes are in transactions that are still open, or are stored. */
    KNOWN,
    /** The number of the transactions that may be open is to be compared. */
    NOTED,
    /** All leads without a hash are stored. */
    ALONE,
    /** The stored leads are being hashed. */
    BEGUN,
    /** All stored leads are hashed. */
    DONE;
  }

  /**
   * The columns of a row; $1 is the time in milliseconds until all leads have the hash. Deleted
   * campaigns are in a scope too. Each kind looks by an index, because there may be thousands.
   */
  static final String READ =
      """
      SELECT k.id, k.within, k.scope_id, k.names, k.build_from, k.build_to, k.next_campaign, k.next_id,
        CASE
          WHEN k.seen_at IS NULL OR k.seen_at < k.made_at THEN 'new'
          WHEN k.ready_in IS NULL AND k.seen_at > clock_timestamp() - $1 * interval '1 ms' THEN 'seen'
          WHEN k.ready_in IS NULL THEN 'known'
          WHEN k.ready_in >= pg_snapshot_xmin(pg_current_snapshot()) THEN 'noted'
          WHEN k.build_to IS NULL THEN 'alone'
          WHEN CASE k.within
            WHEN 'campaign' THEN k.scope_id >= k.next_campaign
              AND EXISTS (SELECT FROM campaign AS c WHERE c.id = k.scope_id)
            WHEN 'lead_source' THEN EXISTS (SELECT FROM campaign AS c
              WHERE c.lead_source_id = k.scope_id AND c.id >= k.next_campaign)
            ELSE EXISTS (SELECT FROM campaign AS c WHERE c.id >= k.next_campaign)
            END THEN 'begun'
          ELSE 'done'
        END AS phase
      FROM hash_kind AS k
      WHERE k.state = 'building' AND k.deleted_at IS NULL
      ORDER BY k.hashed, k.id
      """;

  static BuildingKind of(Row row) {
    return new BuildingKind(
        row.getInteger("id"),
        new HashKind(
            Coded.stored(DuplicateRules.Within.class, row.getString("within")),
            row.getInteger("scope_id"),
            List.of(row.getArrayOfStrings("names"))),
        Coded.stored(Phase.class, row.getString("phase")),
        row.getUUID("build_from"),
        row.getUUID("build_to"),
        row.getInteger("next_campaign"),
        row.getUUID("next_id"));
  }

  /** Whether the two kinds have the same leads done and to do, but for their scopes. */
  boolean goesWith(BuildingKind other) {
    return phase == other.phase
        && Objects.equals(buildFrom, other.buildFrom)
        && Objects.equals(buildTo, other.buildTo)
        && nextCampaign == other.nextCampaign
        && nextId.equals(other.nextId);
  }
}
