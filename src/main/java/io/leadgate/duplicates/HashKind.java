package io.leadgate.duplicates;

import io.leadgate.domain.Campaign;
import io.leadgate.domain.DuplicateRules;
import io.leadgate.domain.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * A scope of leads and a set of fields: two leads of the scope whose values of all the fields are
 * equal have the same hash. Rules that share the scope and the set share the hashes. Immutable.
 *
 * @param within the kind of scope
 * @param scopeId the id of the campaign or lead source; 0 for all leads of the database
 * @param names the names of the fields, in lower case, sorted, each once
 */
public record HashKind(DuplicateRules.Within within, int scopeId, List<String> names) {

  public HashKind {
    names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).sorted().distinct().toList();
  }

  /** The kind of hash of one set of a campaign's rules. */
  public static HashKind of(Campaign campaign, DuplicateRules.Within within, List<String> set) {
    int scopeId =
        switch (within) {
          case CAMPAIGN -> campaign.id();
          case LEAD_SOURCE -> campaign.leadSourceId();
          case ALL -> 0;
        };
    return new HashKind(within, scopeId, set);
  }

  /** Whether leads of the campaign are in the scope. */
  public boolean concerns(Campaign campaign) {
    return of(campaign, within, names).scopeId() == scopeId;
  }

  /**
   * The hash of a lead: 16 bytes of the SHA-256 of scope, names and values. Empty if the lead lacks
   * a value of the set, because such a lead is no duplicate by this set.
   */
  public Optional<UUID> hash(LeadValues values) {
    MessageDigest digest = Sha256.digest();
    Sha256.updatePart(digest, within.code());
    Sha256.updatePart(digest, Integer.toString(scopeId));
    for (String name : names) {
      String value = values.normal().get(name);
      if (value == null) {
        return Optional.empty();
      }
      Sha256.updatePart(digest, name);
      Sha256.updatePart(digest, value);
    }
    ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
    return Optional.of(new UUID(bytes.getLong(), bytes.getLong()));
  }
}
