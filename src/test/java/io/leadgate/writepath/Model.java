package io.leadgate.writepath;

import io.leadgate.domain.Fingerprint;
import io.leadgate.writepath.Row.Hash;
import io.leadgate.writepath.Row.LeadKey;
import io.leadgate.writepath.Transaction.Attempt;
import io.leadgate.writepath.Transaction.Sweep;
import io.leadgate.writepath.Transaction.Swept;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Judges batches one after the other, and the rows of a batch one after the other, as if nothing
 * ever happened at the same time. Not thread-safe.
 */
final class Model {

  private final Map<UUID, StoredLead> leads = new HashMap<>();
  private final Map<UUID, Owner> keys = new HashMap<>();
  private final Map<UUID, UUID> hashes = new HashMap<>();

  /**
   * Keys that may be gone: a retry took the expired key again for a lead that was stored already,
   * and gave the key back.
   */
  private final Set<UUID> maybeGone = new HashSet<>();

  private final ModelCounts counts = new ModelCounts();

  /**
   * @param xid the transaction that stored the lead
   */
  record StoredLead(Row row, Optional<UUID> duplicateOf, long xid) {}

  /** The lead that has a key, and the key's end. */
  record Owner(UUID lead, Instant expiresAt, Optional<Fingerprint> fingerprint) {}

  Map<UUID, StoredLead> leads() {
    return leads;
  }

  Map<UUID, Owner> keys() {
    return keys;
  }

  Map<UUID, UUID> hashes() {
    return hashes;
  }

  Set<UUID> maybeGone() {
    return maybeGone;
  }

  ModelCounts counts() {
    return counts;
  }

  void sweep(Sweep sweep) {
    (sweep.table() == Swept.KEYS ? keys : hashes).keySet().removeAll(sweep.deleted());
  }

  /**
   * Judges a batch.
   *
   * @return the verdicts in the order of the rows; empty for a row that its own retry had stored
   *     before this first try came, because nobody waits for this verdict
   */
  List<Optional<Verdict>> judge(Attempt batch) {
    Set<UUID> fresh = new HashSet<>();
    List<Optional<Verdict>> verdicts = new ArrayList<>(batch.rows().size());
    for (int i = 0; i < batch.rows().size(); i++) {
      int place = i;
      Row row = batch.rows().get(i);
      StoredLead earlier = leads.get(row.id());
      if (earlier == null) {
        Optional<Verdict> said = batch.said().map(all -> all.get(place));
        Verdict verdict = judge(row, batch, fresh, said);
        counts.add(verdict, row, batch.rows().subList(0, i));
        verdicts.add(Optional.of(verdict));
      } else {
        counts.addFoundAgain();
        verdicts.add(
            batch.maybeThere()
                ? Optional.of(foundAgain(row, earlier, batch.at()))
                : Optional.empty());
      }
    }
    return verdicts;
  }

  private Verdict foundAgain(Row row, StoredLead earlier, Instant at) {
    UUID key = row.key().map(LeadKey::hash).orElse(null);
    Owner owner = keys.get(key);
    if (owner != null && owner.lead().equals(row.id()) && !owner.expiresAt().isAfter(at)) {
      maybeGone.add(key);
    }
    return Verdict.foundStored(earlier.duplicateOf());
  }

  private Verdict judge(Row row, Attempt batch, Set<UUID> fresh, Optional<Verdict> said) {
    Optional<Owner> owner = row.key().flatMap(key -> owner(key, said));
    Optional<Owner> live =
        owner.filter(of -> of.expiresAt().isAfter(batch.at()) || fresh.contains(of.lead()));
    if (live.isPresent()) {
      return byKey(row.key().orElseThrow(), live.get());
    }
    Verdict verdict = byHashes(row.hashes());
    if (verdict.isStored()) {
      store(row, verdict, batch);
      fresh.add(row.id());
    } else if (owner.isPresent()) {
      // The expired key was taken over, and given back.
      row.key().ifPresent(key -> keys.remove(key.hash()));
    }
    return verdict;
  }

  /** The lead that has the key; of a key that may be gone, the verdict tells whether it is gone. */
  private Optional<Owner> owner(LeadKey key, Optional<Verdict> said) {
    Owner owner = keys.get(key.hash());
    if (owner != null && maybeGone.contains(key.hash())) {
      boolean there =
          said.filter(Verdict::byKey)
              .filter(of -> of.first().equals(Optional.of(owner.lead())))
              .isPresent();
      if (!there) {
        keys.remove(key.hash());
        maybeGone.remove(key.hash());
        return Optional.empty();
      }
    }
    return Optional.ofNullable(owner);
  }

  private static Verdict byKey(LeadKey key, Owner owner) {
    boolean other =
        owner.fingerprint().isPresent()
            && key.fingerprint().isPresent()
            && !owner.fingerprint().equals(key.fingerprint());
    return Verdict.byKey(other ? 'k' : 'r', owner.lead());
  }

  private Verdict byHashes(List<Hash> of) {
    Optional<Verdict> flagged = Optional.empty();
    for (Hash hash : of) {
      UUID last = hashes.get(hash.hash());
      if (last != null && hash.reaches(last)) {
        if (hash.rejects()) {
          return Verdict.byHash('d', last, hash.hash());
        }
        flagged = flagged.or(() -> Optional.of(Verdict.byHash('s', last, hash.hash())));
      }
    }
    return flagged.orElse(Verdict.STORED);
  }

  private void store(Row row, Verdict verdict, Attempt batch) {
    leads.put(row.id(), new StoredLead(row, verdict.first(), batch.xid()));
    row.key()
        .ifPresent(
            key -> {
              maybeGone.remove(key.hash());
              keys.put(
                  key.hash(),
                  new Owner(row.id(), batch.at().plusSeconds(key.seconds()), key.fingerprint()));
            });
    row.hashes().forEach(hash -> hashes.put(hash.hash(), row.id()));
  }
}
