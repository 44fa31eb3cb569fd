package io.leadgate.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.apply.Applied.Outcome;
import io.leadgate.apply.Applied.Result;
import io.leadgate.apply.StateFile.Item;
import io.leadgate.domain.Actor;
import io.leadgate.domain.Campaign;
import io.leadgate.domain.Credential;
import io.leadgate.domain.LeadSource;
import io.leadgate.domain.LeadType;
import io.leadgate.domain.StorageAway;
import io.leadgate.store.CredentialStore;
import io.leadgate.store.ManyChanges;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Brings the state to what a file says, in one transaction: an object is found by its name, and is
 * made if it is not there. What the file does not name stays. Thread-safe.
 */
public final class Applying {

  private static final String TOO_MUCH =
      "all lead sources, lead types and campaigns would take more memory than"
          + " limits.catalog_bytes allows";

  private final ManyChanges changes;
  private final WantedObjects<LeadSource> sources;
  private final WantedObjects<LeadType> types;
  private final WantedObjects<Campaign> campaigns;
  private final WantedCredentials credentials;

  public Applying(
      ManyChanges changes,
      WantedObjects<LeadSource> sources,
      WantedObjects<LeadType> types,
      WantedObjects<Campaign> campaigns,
      CredentialStore credentials) {
    this.changes = changes;
    this.sources = sources;
    this.types = types;
    this.campaigns = campaigns;
    this.credentials = new WantedCredentials(credentials);
  }

  /**
   * Applies a file: all of it, or nothing if an object is refused. Fails with {@link StorageAway}.
   *
   * @param dryRun whether to find out what would be changed, and to change nothing
   * @param keepSecrets keeps the secrets of the credentials that were made, before the commit;
   *     returns a fault if it could not
   */
  public Future<Applied> run(
      StateFile file,
      Actor actor,
      boolean dryRun,
      Function<List<CredentialStore.Created>, Future<Optional<String>>> keepSecrets) {
    return changes
        .look(actor, open -> new Pass(open, file, true).run())
        .compose(
            seen ->
                seen.isAllSame()
                    ? Future.succeededFuture(seen)
                    : changes.run(
                        actor,
                        open ->
                            new Pass(open, file, false)
                                .run()
                                .compose(applied -> end(open, applied, dryRun, keepSecrets))));
  }

  private static Future<ManyChanges.Ended<Applied>> end(
      ManyChanges.Open open,
      Applied applied,
      boolean dryRun,
      Function<List<CredentialStore.Created>, Future<Optional<String>>> keepSecrets) {
    if (!applied.isGood()) {
      return Future.succeededFuture(new ManyChanges.Ended<>(applied, false));
    }
    return open.isCatalogFull()
        .map(full -> full ? applied.with(Optional.of(TOO_MUCH)) : applied)
        .compose(
            fit ->
                dryRun || !fit.isGood()
                    ? Future.succeededFuture(new ManyChanges.Ended<>(fit, false))
                    : keepSecrets
                        .apply(fit.secrets())
                        .map(fit::with)
                        .map(kept -> new ManyChanges.Ended<>(kept, kept.isGood())));
  }

  /** One pass over a file within one transaction. */
  private final class Pass {
    private final ManyChanges.Open open;
    private final StateFile file;
    private final boolean looksOnly;
    private final List<Result> results = new ArrayList<>();
    private final List<CredentialStore.Created> secrets = new ArrayList<>();

    /**
     * @param looksOnly whether nothing is written; the outcome of an object that is not as wanted
     *     is then any other than that it is
     */
    Pass(ManyChanges.Open open, StateFile file, boolean looksOnly) {
      this.open = open;
      this.file = file;
      this.looksOnly = looksOnly;
    }

    Future<Applied> run() {
      return all(Kind.LEAD_SOURCE, sources, members -> Optional.empty())
          .compose(done -> all(Kind.LEAD_TYPE, types, members -> Optional.empty()))
          .compose(done -> sources.names(open, Kind.LEAD_SOURCE))
          .compose(
              named ->
                  types
                      .names(open, Kind.LEAD_TYPE)
                      .compose(
                          namedTypes ->
                              all(
                                  Kind.CAMPAIGN,
                                  campaigns,
                                  members -> resolved(members, named, namedTypes)))
                      .compose(done -> credentials(named)))
          .map(done -> new Applied(List.copyOf(results), List.copyOf(secrets), Optional.empty()));
    }

    private static Optional<String> resolved(
        ObjectNode members, Names<LeadSource> sources, Names<LeadType> types) {
      return sources
          .resolve(members, "lead_source", "lead_source_id", LeadSource::id)
          .or(() -> types.resolve(members, "lead_type", "lead_type_id", LeadType::id));
    }

    private <T> Future<Void> all(
        Kind kind, WantedObjects<T> objects, Function<ObjectNode, Optional<String>> resolve) {
      return objects
          .names(open, kind)
          .compose(
              named ->
                  eachOf(
                      kind,
                      item -> {
                        ObjectNode members = item.members().deepCopy();
                        return named
                            .fault(item.name())
                            .or(() -> resolve.apply(members))
                            .map(fault -> Future.succeededFuture(Outcomes.refused(fault)))
                            .orElseGet(
                                () ->
                                    objects.apply(
                                        open, looksOnly, named.find(item.name()), members));
                      }));
    }

    private Future<Void> credentials(Names<LeadSource> sources) {
      return credentials
          .all(open)
          .map(all -> new Names<>(Kind.CREDENTIAL, all, Credential::description))
          .compose(
              named ->
                  eachOf(
                      Kind.CREDENTIAL,
                      item -> {
                        ObjectNode members = item.members().deepCopy();
                        return named
                            .fault(item.name())
                            .or(
                                () ->
                                    sources.resolve(
                                        members, "lead_source", "lead_source_id", LeadSource::id))
                            .map(fault -> Future.succeededFuture(Outcomes.refused(fault)))
                            .orElseGet(
                                () ->
                                    looksOnly
                                        ? Future.succeededFuture(
                                            credentials.look(named.find(item.name()), members))
                                        : credentials.apply(
                                            open, named.find(item.name()), members, secrets::add));
                      }));
    }

    /** Applies the objects of a kind, one after the other. */
    private Future<Void> eachOf(Kind kind, Function<Item, Future<Outcome>> apply) {
      Future<Void> done = Future.succeededFuture();
      for (Item item : file.items().getOrDefault(kind, List.of())) {
        done =
            done.compose(before -> apply.apply(item))
                .onSuccess(
                    outcome -> results.add(new Result(kind, item.name(), Names.inFile(outcome))))
                .mapEmpty();
      }
      return done;
    }
  }
}
