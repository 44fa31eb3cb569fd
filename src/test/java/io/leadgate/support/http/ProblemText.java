package io.leadgate.support.http;

/**
 * The exact text of a problem document, with the placeholder of {@link WholeAnswer} for the
 * request's id.
 *
 * @param more further members between the detail and the instance, each followed by a comma
 */
public record ProblemText(int status, String slug, String title, String detail, String more) {

  public static final ProblemText STORAGE_AWAY =
      of(
          503,
          "storage-unavailable",
          "The storage is away",
          "Not acknowledged, possibly stored: send it again with the same Idempotency-Key.");

  public static final ProblemText STATE_UNKNOWN =
      of(
          503,
          "storage-unavailable",
          "The storage is away",
          "The state of campaigns and credentials is not known now; send the lead again in a"
              + " moment.");

  public static ProblemText of(int status, String slug, String title, String detail) {
    return new ProblemText(status, slug, title, detail, "");
  }

  public static ProblemText invalidLead(String detail) {
    return of(422, "invalid-lead", "The lead's fields are not valid", detail);
  }

  /**
   * The problem of a lead with a single invalid field.
   *
   * @param message the message without the field's name at its beginning
   */
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
        .formatted(slug, title, status, detail.replace("\"", "\\\""), more, WholeAnswer.REQUEST);
  }
}
