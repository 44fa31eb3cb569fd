package io.leadgate.duplicates;

import io.leadgate.domain.HashKind;
import io.leadgate.domain.HashUse;
import io.leadgate.domain.LeadHash;
import io.leadgate.domain.LeadType;
import io.leadgate.domain.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Makes the hashes of a lead's values. Parses the fields a second time. Thread-safe. */
public final class LeadHashes {

  private LeadHashes() {}

  /**
   * Makes the hashes of a good lead, in the order of the uses. A set of which the lead lacks a
   * value has no hash, because such a lead is no duplicate by the set.
   *
   * @param fields a JSON object that was parsed before
   * @param type the lead type of the lead's campaign
   */
  public static List<LeadHash> of(
      String fields, LeadType type, List<HashUse> uses, Instant receivedAt) {
    if (uses.isEmpty()) {
      return List.of();
    }
    LeadValues values = LeadValues.of(fields, type, names(uses.stream().map(HashUse::kind)));
    List<LeadHash> hashes = new ArrayList<>(uses.size());
    for (HashUse use : uses) {
      of(use.kind(), values)
          .map(
              hash ->
                  use.judge()
                      .map(judge -> LeadHash.judged(hash, judge, receivedAt))
                      .orElseGet(() -> LeadHash.noted(hash)))
          .ifPresent(hashes::add);
    }
    return hashes;
  }

  /** The names of the fields of some kinds. */
  static Set<String> names(Stream<HashKind> kinds) {
    Set<String> names = new HashSet<>();
    kinds.forEach(kind -> names.addAll(kind.names()));
    return names;
  }

  /**
   * The hash of a kind: 16 bytes of the SHA-256 of scope, names and values. Empty if the lead lacks
   * a value.
   */
  static Optional<UUID> of(HashKind kind, LeadValues values) {
    MessageDigest digest = Sha256.digest();
    Sha256.updatePart(digest, kind.within().code());
    Sha256.updatePart(digest, Integer.toString(kind.scopeId()));
    for (String name : kind.names()) {
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
