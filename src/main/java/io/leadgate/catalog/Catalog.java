package io.leadgate.catalog;

import io.leadgate.domain.AccessToken;
import io.leadgate.domain.AuthResult;
import io.leadgate.domain.Campaign;
import io.leadgate.domain.ClientProof;
import io.leadgate.domain.ClientSecret;
import io.leadgate.domain.Credential;
import io.leadgate.domain.Destination;
import io.leadgate.domain.HashKind;
import io.leadgate.domain.LeadSource;
import io.leadgate.domain.LeadType;
import io.leadgate.domain.QuarantineReason;
import io.leadgate.domain.StaticKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Holds the campaigns, credentials and revoked tokens that a node knows as of one version, without
 * deleted rows. Immutable.
 *
 * @param version the value of the version row when the catalogue was read
 * @param hashKinds the kinds of hashes of leads, by id
 * @param destinations the campaigns, by id, each with its lead source and lead type
 * @param bySource the campaigns by lead source and lead type
 * @param clientsBySecret the client ids, by {@link ClientSecret#handle} of each secret
 * @param revokedTokens the ids of revoked tokens, each with the token's time of expiry
 */
public record Catalog(
    long version,
    Map<Integer, LeadSource> leadSources,
    Map<Integer, LeadType> leadTypes,
    Map<Integer, Campaign> campaigns,
    Map<Integer, HashKind> hashKinds,
    Map<Integer, Destination> destinations,
    CampaignIndex bySource,
    Map<UUID, Credential> credentials,
    Map<UUID, UUID> clientsBySecret,
    Map<UUID, Instant> revokedTokens) {

  static final Catalog EMPTY =
      new Catalog(0, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

  public Catalog {
    leadSources = Map.copyOf(leadSources);
    leadTypes = Map.copyOf(leadTypes);
    campaigns = Map.copyOf(campaigns);
    hashKinds = Map.copyOf(hashKinds);
    destinations = Map.copyOf(destinations);
    credentials = Map.copyOf(credentials);
    clientsBySecret = Map.copyOf(clientsBySecret);
    revokedTokens = Map.copyOf(revokedTokens);
  }

  /** A catalogue whose look-up tables are made of its rows. */
  public Catalog(
      long version,
      Map<Integer, LeadSource> leadSources,
      Map<Integer, LeadType> leadTypes,
      Map<Integer, Campaign> campaigns,
      Map<Integer, HashKind> hashKinds,
      Map<Integer, Destination> destinations,
      Map<UUID, Credential> credentials,
      Map<UUID, Instant> revokedTokens) {
    this(
        version,
        leadSources,
        leadTypes,
        campaigns,
        hashKinds,
        destinations,
        CampaignIndex.of(destinations.values()),
        credentials,
        bySecret(credentials),
        revokedTokens);
  }

  /** Makes the catalogue that results from these changes. */
  Catalog with(CatalogDiff changes, Instant now) {
    Catalog before = changes.whole() ? EMPTY : this;
    Map<Integer, LeadSource> sources = merge(before.leadSources, changes.leadSources());
    Map<Integer, LeadType> types = merge(before.leadTypes, changes.leadTypes());
    Map<Integer, Campaign> merged = merge(before.campaigns, changes.campaigns());
    Map<Integer, HashKind> kinds = merge(before.hashKinds, changes.hashKinds());
    Map<UUID, Credential> clients = merge(before.credentials, changes.credentials());
    Map<Integer, Destination> joined =
        changes.touchDestinations() ? join(merged, sources, types, kinds) : before.destinations;
    return new Catalog(
        changes.version(),
        sources,
        types,
        merged,
        kinds,
        joined,
        changes.touchDestinations() ? CampaignIndex.of(joined.values()) : before.bySource,
        clients,
        changes.credentials().isEmpty() ? before.clientsBySecret : bySecret(clients),
        revoked(before.revokedTokens, changes.revokedTokens(), now));
  }

  /**
   * Adds newly revoked tokens, and forgets expired tokens. Without a new revocation, expired tokens
   * stay, because they do no harm.
   */
  private static Map<UUID, Instant> revoked(
      Map<UUID, Instant> before, Map<UUID, Instant> more, Instant now) {
    if (more.isEmpty()) {
      return before;
    }
    Map<UUID, Instant> revoked = new HashMap<>(before);
    revoked.values().removeIf(expiry -> !now.isBefore(expiry));
    revoked.putAll(more);
    return revoked;
  }

  private static <K, V> Map<K, V> merge(Map<K, V> before, Map<K, Optional<V>> changes) {
    if (changes.isEmpty()) {
      return before;
    }
    Map<K, V> merged = new HashMap<>(before);
    changes.forEach(
        (key, row) ->
            row.ifPresentOrElse(value -> merged.put(key, value), () -> merged.remove(key)));
    return merged;
  }

  private static Map<UUID, UUID> bySecret(Map<UUID, Credential> clients) {
    Map<UUID, UUID> bySecret = new HashMap<>();
    for (Credential client : clients.values()) {
      for (Credential.Secret secret : client.secrets()) {
        bySecret.put(ClientSecret.handle(secret.sha256()), client.clientId());
      }
    }
    return bySecret;
  }

  /**
   * Joins each campaign with its lead source, its lead type and the hashes of its leads. A campaign
   * whose lead type cannot be understood takes no leads; a campaign whose lead source cannot be
   * understood is left out.
   */
  private static Map<Integer, Destination> join(
      Map<Integer, Campaign> campaigns,
      Map<Integer, LeadSource> sources,
      Map<Integer, LeadType> types,
      Map<Integer, HashKind> kinds) {
    HashUses uses = HashUses.of(kinds);
    Map<Integer, Destination> destinations = new HashMap<>();
    for (Campaign campaign : campaigns.values()) {
      LeadSource source = sources.get(campaign.leadSourceId());
      LeadType type = types.get(campaign.leadTypeId());
      if (source != null) {
        destinations.put(
            campaign.id(),
            type == null
                ? new Destination(
                    campaign.paused(), source, LeadType.unknown(campaign.leadTypeId()), List.of())
                : new Destination(campaign, source, type, uses.of(campaign)));
      }
    }
    return destinations;
  }

  /** The campaigns of a lead source that take leads of a lead type, by their ids. */
  public List<Destination> destinations(int leadSourceId, int leadTypeId) {
    return bySource.of(leadSourceId, leadTypeId);
  }

  public Optional<Destination> destination(int campaignId) {
    return Optional.ofNullable(destinations.get(campaignId));
  }

  /** The default countries of the lead types. */
  public Set<String> countries() {
    return leadTypes.values().stream()
        .map(LeadType::defaultCountry)
        .collect(Collectors.toUnmodifiableSet());
  }

  public Optional<Credential> credential(UUID clientId) {
    return Optional.ofNullable(credentials.get(clientId));
  }

  /** The credential that has the secret with this hash, enabled or not. */
  public Optional<Credential> credentialOfSecret(byte[] sha256) {
    return Optional.ofNullable(clientsBySecret.get(ClientSecret.handle(sha256)))
        .flatMap(this::credential);
  }

  /**
   * Whether a lead that was judged by another catalogue would be taken by this one too.
   *
   * @param proof the good token or key of the lead; empty if its campaign needed none
   */
  boolean takes(Destination judged, Optional<ClientProof> proof) {
    Destination now = destinations.get(judged.campaignId());
    return now != null
        && now.takesLeadsOf(judged)
        && proof
            .map(sent -> judge(sent) instanceof AuthResult.Known good && mayPost(good, now))
            .orElse(!now.requiresAuthentication());
  }

  private static boolean mayPost(AuthResult.Known good, Destination destination) {
    return good.credential().maySee(destination.leadSource().id());
  }

  public AuthResult judge(ClientProof proof) {
    return switch (proof) {
      case AccessToken token -> judge(token);
      case StaticKey key -> judge(key);
    };
  }

  /** Accepts a static key if its credential is enabled and still has the secret. */
  private AuthResult judge(StaticKey key) {
    Credential credential = credentials.get(key.clientId());
    if (credential == null || !credential.hasSecret(key.secretId())) {
      return AuthResult.Rejected.ofKey(
          QuarantineReason.UNKNOWN_STATIC_KEY, Optional.of(key.clientId()));
    }
    return credential.enabled()
        ? new AuthResult.ByKey(key, credential)
        : AuthResult.Rejected.ofKey(
            QuarantineReason.CREDENTIAL_DISABLED, Optional.of(key.clientId()));
  }

  /**
   * Accepts a token if its credential is enabled and still has the secret and the generation of the
   * token, and if the token is not revoked.
   */
  public AuthResult.OfToken judge(AccessToken token) {
    Credential credential = credentials.get(token.clientId());
    if (credential == null || !credential.enabled()) {
      return AuthResult.Rejected.of(QuarantineReason.CREDENTIAL_DISABLED, token);
    }
    if (!credential.hasSecret(token.secretId())) {
      return AuthResult.Rejected.of(QuarantineReason.SECRET_RETIRED, token);
    }
    return credential.epoch() != token.epoch() || revokedTokens.containsKey(token.jti())
        ? AuthResult.Rejected.of(QuarantineReason.REVOKED, token)
        : new AuthResult.Authenticated(token, credential);
  }
}
