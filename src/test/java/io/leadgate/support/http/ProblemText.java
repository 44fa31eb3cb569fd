package io.leadgate.support.http;

/**
 * A problem as the exact text of its body, with {@link Told}'s word for the request's id.
 *
 * @param more members between the detail and the instance, each with a comma behind it
 */
public record ProblemText(int status, String slug, String title, String detail, String more) {

  public static final ProblemText STORAGE_AWAY =
      of(
          503,
          "storage-unavailable",
          "The storage is away",
          "Not acknowledged, possibly stored: send it again with the same Idempotency-Key.");

  public static ProblemText of(int status, String slug, String title, String detail) {
    return new ProblemText(status, slug, title, detail, "");
  }

  public static ProblemText invalidLead(String detail) {
    return of(422, "invalid-lead", "The lead's fields are not valid", detail);
  }

  /** One field was at fault; the message goes on behind its name. */
  public static ProblemText invalidField(String name, String code, String message) {
    return invalidLead("One field is not valid; errors says which and why.")
        .with(
            "\"errors\":[{\"field\":\"%s\",\"code\":\"%s\",\"message\":\"%s %s\"}]"
                .formatted(name, code, name, message));
  }

  public static ProblemText tooLarge(int bytesMax) {
    return of(
        413,
        "body-too-large",
        "The body is too large",
        "A body here has at most %d bytes.".formatted(bytesMax));
  }

  public ProblemText with(String members) {
    return new ProblemText(status, slug, title, detail, members + ",");
  }

  public String text() {
    return "{\"type\":\"/problems/%s\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\",%s\"instance\":\"%s\"}"
        .formatted(slug, title, status, detail.replace("\"", "\\\""), more, Told.REQUEST);
  }
}
