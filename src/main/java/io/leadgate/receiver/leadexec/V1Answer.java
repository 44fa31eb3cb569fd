package io.leadgate.receiver.leadexec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.FieldError;
import io.leadgate.domain.Uuids;
import io.leadgate.web.answer.Json;
import io.leadgate.web.answer.Problem;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An answer of LeadExec's V1, as XML or JSON of the same members. Old clients read only the body,
 * so an outcome that is no fault of the request itself has status 200.
 *
 * @param postId the id of the lead, else that of the quarantined request, else a new one
 * @param campaignId the campaign that the post goes to; empty where the sender is not to learn it
 * @param details a sentence for a person
 */
public record V1Answer(
    int status,
    String postId,
    ResponseType type,
    String details,
    Optional<Integer> campaignId,
    boolean isQuarantined) {

  /** The most errors that are told, because a person reads the sentence. */
  private static final int ERRORS_MAX = 10;

  private static final String REPLACEMENT = "\uFFFD";

  /** Answers a lead that is stored, or was stored before. */
  public static V1Answer accepted(String leadId, String details, int campaignId) {
    return new V1Answer(
        200, leadId, ResponseType.NO_ERROR, details, Optional.of(campaignId), false);
  }

  /** Answers a lead that is refused. */
  public static V1Answer refused(Problem problem, Optional<Integer> campaignId) {
    int status = problem.refusal().status();
    return new V1Answer(
        isOutcome(status) ? 200 : status,
        problem.quarantineId().orElseGet(() -> Uuids.ofNothing().toString()),
        ResponseType.of(problem),
        details(problem),
        campaignId.filter(id -> status != 401 && status != 403),
        problem.quarantineId().isPresent());
  }

  /** Whether a lead was judged, and neither the request nor the gateway is at fault. */
  private static boolean isOutcome(int status) {
    return status == 404 || status == 409 || status == 422;
  }

  private static String details(Problem problem) {
    List<FieldError> errors = problem.errors();
    return errors.isEmpty()
        ? problem.detail()
        : errors.stream()
                .limit(ERRORS_MAX)
                .map(FieldError::message)
                .collect(Collectors.joining("; "))
            + (errors.size() > ERRORS_MAX
                ? "; and %d more".formatted(errors.size() - ERRORS_MAX)
                : "");
  }

  private boolean isValid() {
    return type == ResponseType.NO_ERROR;
  }

  public String json() {
    ObjectNode json = Json.object();
    json.put("PostID", postId)
        .put("isValidPost", isValid())
        .put("ResponseType", type.word())
        .put("ResponseDetails", details)
        .put("ResponseDetail", details)
        .putNull("LeadIdentifier")
        .put("VendorAccountAssigned", campaignId.orElse(null))
        .put("PendingQCReview", isQuarantined)
        .putNull("Price")
        .putNull("RedirectURL");
    return json.toString();
  }

  public String xml() {
    StringBuilder xml =
        new StringBuilder(512).append("<?xml version=\"1.0\" encoding=\"utf-8\"?><PostResponse>");
    element(xml, "PostID", postId);
    element(xml, "isValidPost", String.valueOf(isValid()));
    element(xml, "ResponseType", type.word());
    element(xml, "ResponseDetails", details);
    element(xml, "ResponseDetail", details);
    element(xml, "LeadIdentifier", null);
    element(xml, "VendorAccountAssigned", campaignId.map(String::valueOf).orElse(null));
    element(xml, "PendingQCReview", String.valueOf(isQuarantined));
    element(xml, "Price", null);
    element(xml, "RedirectURL", null);
    return xml.append("</PostResponse>").toString();
  }

  private static void element(StringBuilder xml, String name, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      xml.append('<').append(name).append("/>");
      return;
    }
    xml.append('<').append(name).append('>');
    text.codePoints().forEach(c -> escape(xml, c));
    xml.append("</").append(name).append('>');
  }

  private static void escape(StringBuilder xml, int c) {
    switch (c) {
      case '<' -> xml.append("&lt;");
      case '>' -> xml.append("&gt;");
      case '&' -> xml.append("&amp;");
      case '\t', '\n' -> xml.appendCodePoint(c);
      default -> {
        // XML 1.0 cannot hold these (section 2.2).
        if (c < 0x20 || (c >= 0xD800 && c <= 0xDFFF) || c == 0xFFFE || c == 0xFFFF) {
          xml.append(REPLACEMENT);
        } else {
          xml.appendCodePoint(c);
        }
      }
    }
  }
}
