package io.leadgate.console.frame;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says the members of the JSON API, whose checks a form shares, in the words of the forms. */
public final class Members {

  private static final Pattern NAME = Pattern.compile("\\b[a-z]+(?:_[a-z]+)+\\b");

  private static final Map<String, String> WORDS =
      Map.of(
          "require_authentication", "“Require authentication”",
          "reference_is_key", "“The vendor's reference is the lead's key”",
          "static_key", "“Static key”",
          "duplicate_rules", "the duplicate rules",
          "lead_type_id", "the lead type",
          "lead_source_id", "the lead source",
          "dedupe_seconds", "the dedupe window",
          "dedupe_ignore", "the list of fields that do not count",
          "default_country", "the country");

  private Members() {}

  /** A sentence of the JSON API as a form says it. */
  public static String inWords(String sentence) {
    String words =
        NAME.matcher(sentence)
            .replaceAll(
                name -> Matcher.quoteReplacement(WORDS.getOrDefault(name.group(), name.group())));
    return words
        .replace("must be an array of at most", "must have at most")
        .replace("must be an array of", "must be")
        .replace(" arrays of", " sets of");
  }
}
