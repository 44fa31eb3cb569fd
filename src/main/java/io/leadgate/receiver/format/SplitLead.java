package io.leadgate.receiver.format;

import io.leadgate.domain.IdempotencyKey;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The text of a lead in LeadExec's V2 before it is read.
 *
 * @param fields the JSON object of the fields
 * @param reference the vendor's own name of the lead
 * @param fault why no lead can be read
 */
public record SplitLead(String fields, Optional<String> reference, Optional<ParsedLead.Bad> fault) {

  private static final int REFERENCE_LENGTH_MAX = 255;

  public static SplitLead notAnObject() {
    return bad("The lead is not a JSON object.");
  }

  private static SplitLead bad(String detail) {
    return new SplitLead("", Optional.empty(), Optional.of(ParsedLead.Bad.malformed(detail)));
  }

  /** Collects the members of a lead. Confined to one event loop. */
  public static final class Builder {
    private @Nullable String fields;
    private Optional<String> reference = Optional.empty();
    private boolean isRepeated;
    private boolean hasTwoReferences;

    public void fields(String text) {
      isRepeated |= fields != null;
      fields = text;
    }

    /** A blank reference counts as absent. */
    public void reference(String text) {
      Optional<String> next = text.isBlank() ? Optional.empty() : Optional.of(text.strip());
      hasTwoReferences |= next.isPresent() && reference.isPresent() && !next.equals(reference);
      reference = reference.or(() -> next);
    }

    public SplitLead build() {
      if (isRepeated) {
        return bad("The lead has fields twice.");
      }
      if (fields == null) {
        return bad("The lead has no object fields.");
      }
      if (hasTwoReferences) {
        return bad("properties.reference is there twice, with different values.");
      }
      return reference.filter(Builder::isBad).isPresent()
          ? bad(
              "properties.reference has more than %d characters, or one that cannot be stored."
                  .formatted(REFERENCE_LENGTH_MAX))
          : new SplitLead(fields, reference, Optional.empty());
    }

    private static boolean isBad(String text) {
      return text.length() > REFERENCE_LENGTH_MAX
          || text.codePoints().anyMatch(c -> c == 0 || (c >= 0xD800 && c <= 0xDFFF));
    }
  }

  /**
   * Reads the lead.
   *
   * @param referenceIsKey whether the reference is the lead's idempotency key
   */
  ParsedBody.Item item(Function<String, ParsedLead> read, boolean referenceIsKey) {
    if (fault.isPresent()) {
      return ParsedBody.Item.without(fault.get());
    }
    Optional<String> key = reference.filter(is -> referenceIsKey);
    return key.isPresent() && key.flatMap(IdempotencyKey::parse).isEmpty()
        ? ParsedBody.Item.without(ParsedLead.Bad.badKey())
        : new ParsedBody.Item(read.apply(fields), key.flatMap(IdempotencyKey::parse), reference);
  }
}
