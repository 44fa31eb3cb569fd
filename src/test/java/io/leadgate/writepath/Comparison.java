package io.leadgate.writepath;

import io.leadgate.writepath.Model.Owner;
import io.leadgate.writepath.Model.StoredLead;
import io.leadgate.writepath.Tables.LeadRow;
import io.leadgate.writepath.Transaction.Attempt;
import io.leadgate.writepath.Transaction.Sweep;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Compares the verdicts and the tables with those of the model. */
final class Comparison {

  /** The timeline of a new server, above the base of a new database. */
  private static final long FIRST_ERA = 1;

  private final Model model = new Model();
  private final Findings findings;

  Comparison(Findings findings) {
    this.findings = findings;
  }

  /**
   * Replays the transactions on a model.
   *
   * @return the model behind the last transaction
   */
  Model replay(List<Transaction> inOrder) {
    for (Transaction transaction : inOrder) {
      switch (transaction) {
        case Sweep sweep -> model.sweep(sweep);
        case Attempt batch -> compare(batch, model.judge(batch));
      }
    }
    return model;
  }

  private void compare(Attempt batch, List<Optional<Verdict>> expected) {
    batch
        .said()
        .ifPresent(
            said -> {
              for (int i = 0; i < said.size(); i++) {
                int place = i;
                if (expected
                    .get(i)
                    .filter(verdict -> !verdict.equals(said.get(place)))
                    .isPresent()) {
                  findings.add(
                      Check.VERDICT,
                      () -> sample(batch, place, said.get(place), expected.get(place)));
                }
              }
            });
  }

  private static String sample(Attempt batch, int place, Verdict said, Optional<Verdict> expected) {
    return "transaction %d%s at %s, row %d of %d, %s: %s and not %s"
        .formatted(
            batch.xid(),
            batch.maybeThere() ? " (a retry)" : "",
            batch.at(),
            place,
            batch.rows().size(),
            batch.rows().get(place),
            said,
            expected.orElseThrow());
  }

  void compare(Tables tables) {
    compareLeads(tables);
    compareKeys(tables);
    for (UUID hash : union(model.hashes().keySet(), tables.hashes().keySet())) {
      UUID there = tables.hashes().get(hash);
      UUID expected = model.hashes().get(hash);
      if (!Objects.equals(there, expected)) {
        findings.add(Check.HASHES_UNLIKE, () -> hash + " of " + there + " and not " + expected);
      }
    }
  }

  private void compareLeads(Tables tables) {
    model
        .leads()
        .forEach(
            (id, expected) -> {
              LeadRow there = tables.leads().get(id);
              if (there == null) {
                findings.add(Check.LEADS_MISSING, id::toString);
              } else if (!equal(there, expected)) {
                findings.add(Check.LEADS_UNLIKE, () -> id + ": " + there + " and not " + expected);
              }
            });
    for (UUID id : tables.leads().keySet()) {
      if (!model.leads().containsKey(id)) {
        findings.add(Check.LEADS_EXTRA, id::toString);
      }
    }
  }

  private static boolean equal(LeadRow there, StoredLead expected) {
    return there.duplicateOf().equals(expected.duplicateOf())
        && there.xid() == expected.xid()
        && there.era() == FIRST_ERA;
  }

  private void compareKeys(Tables tables) {
    for (UUID key : union(model.keys().keySet(), tables.keys().keySet())) {
      Owner there = tables.keys().get(key);
      Owner expected = model.keys().get(key);
      boolean mayBeGone =
          there == null
              && expected != null
              && (!expected.expiresAt().isAfter(tables.now()) || model.maybeGone().contains(key));
      if (!Objects.equals(there, expected) && !mayBeGone) {
        findings.add(Check.KEYS_UNLIKE, () -> key + " of " + there + " and not " + expected);
      }
    }
  }

  private static Set<UUID> union(Set<UUID> some, Set<UUID> others) {
    Set<UUID> all = new HashSet<>(some);
    all.addAll(others);
    return all;
  }
}
