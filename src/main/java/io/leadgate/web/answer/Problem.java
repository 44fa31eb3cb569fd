package io.leadgate.web.answer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.FieldError;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.Scope;
import io.leadgate.web.edge.RefusalMark;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Writes {@code application/problem+json} (RFC 9457), which is the body of every error except those
 * of the token endpoints. A problem does not reveal the gateway's internals.
 */
public final class Problem {

  public static final String PROBLEM_JSON = "application/problem+json";
  private static final CharSequence RETRY_AFTER = HttpHeaders.createOptimized("Retry-After");
  private static final CharSequence WWW_AUTHENTICATE =
      HttpHeaders.createOptimized("WWW-Authenticate");
  private static final String RETRY_AFTER_SECONDS = "2";
  private static final String REALM = "Bearer realm=\"leadgate\"";

  private final Refusal refusal;
  private final ObjectNode body = Json.object();
  private List<FieldError> errors = List.of();

  private Problem(Refusal refusal, String detail) {
    this.refusal = refusal;
    body.put("type", "/problems/" + refusal.slug())
        .put("title", refusal.title())
        .put("status", refusal.status())
        .put("detail", detail);
  }

  /**
   * Makes a problem with a detail.
   *
   * @param detail a sentence for a person: the fault and its remedy
   */
  public static Problem of(Refusal refusal, String detail) {
    return new Problem(refusal, detail);
  }

  /** Makes a problem whose detail is the remedy, or the refusal's title if no remedy is known. */
  public static Problem of(Refusal refusal) {
    return new Problem(refusal, remedy(refusal));
  }

  /** The refusal that the problem tells of. */
  public Refusal refusal() {
    return refusal;
  }

  /** The sentence for a person. */
  public String detail() {
    return body.path("detail").asText();
  }

  /** The members that are at fault. */
  public List<FieldError> errors() {
    return errors;
  }

  /** The id of the request in the quarantine, if it was kept there. */
  public Optional<String> quarantineId() {
    return Optional.ofNullable(body.path("quarantine_id").textValue());
  }

  /** The detail of a problem of which nothing but the refusal is known. */
  private static String remedy(Refusal refusal) {
    return refusal.isOurs() && refusal != Refusal.INTERNAL_ERROR
        ? "Not acknowledged, possibly stored: send it again with the same Idempotency-Key."
        : refusal.title() + ".";
  }

  /** Adds the member {@code errors}, unless the list is empty. */
  public Problem with(List<FieldError> errors) {
    if (errors.isEmpty()) {
      return this;
    }
    this.errors = List.copyOf(errors);
    ArrayNode list = body.putArray("errors");
    errors.forEach(
        error ->
            list.addObject()
                .put("field", error.field())
                .put("code", error.code())
                .put("message", error.message()));
    return this;
  }

  /** Adds the result of each lead of an array, and how many leads were accepted and rejected. */
  public Problem results(int accepted, int rejected, ArrayNode results) {
    body.put("accepted", accepted).put("rejected", rejected).set("results", results);
    return this;
  }

  /** Adds that the request was kept in the quarantine, and its id there. */
  public Problem quarantined(String id, Instant receivedAt) {
    body.put("quarantined", true)
        .put("quarantine_id", id)
        .put("received_at", Json.timestamp(receivedAt));
    return this;
  }

  /**
   * Adds of which lead a rejected lead is a duplicate.
   *
   * @param firstId the id of the earlier lead; empty if the caller may not know the lead
   * @param matched the names of the fields in which the two are equal
   */
  public Problem duplicate(Optional<String> firstId, List<String> matched) {
    body.put("first_id", firstId.orElse(null));
    ArrayNode names = body.putArray("matched");
    matched.forEach(names::add);
    return this;
  }

  /** Adds that the rejected duplicate was not kept in the quarantine. */
  public Problem duplicateNotQuarantined() {
    notQuarantined();
    body.putNull("quarantine_id");
    return this;
  }

  /** Adds that the request was not kept in the quarantine. */
  public Problem notQuarantined() {
    body.put("quarantined", false);
    return this;
  }

  /** The body as it is sent, to be part of another answer or of a document. */
  public ObjectNode body(String requestId) {
    return body.put("instance", requestId);
  }

  public void send(HttpServerResponse response) {
    body.put("instance", RequestId.of(response));
    send(response, refusal.status(), PROBLEM_JSON, body.toString());
  }

  /**
   * Sends the problem in another form than a problem document, for clients that know that form
   * alone.
   */
  public void send(HttpServerResponse response, int status, String contentType, String text) {
    RefusalMark.set(response, refusal.slug());
    if (refusal.status() == 503) {
      response.putHeader(RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, contentType).end(text);
  }

  /** Sends the problem with the challenge for a refused token. */
  public void sendWithChallenge(HttpServerResponse response, Scope needed, String fault) {
    challenge(response, needed, fault);
    send(response);
  }

  /**
   * Sets the challenge for a refused token (RFC 6750, section 3).
   *
   * @param fault a sentence about the token's form or age, without quotes; may be empty
   */
  public void challenge(HttpServerResponse response, Scope needed, String fault) {
    String challenge =
        switch (refusal) {
          case INVALID_TOKEN ->
              REALM
                  + ", error=\"invalid_token\""
                  + (fault.isEmpty() ? "" : ", error_description=\"" + fault + '"');
          case INSUFFICIENT_SCOPE ->
              REALM + ", error=\"insufficient_scope\", scope=\"" + needed.code() + "\"";
          default -> REALM;
        };
    response.putHeader(WWW_AUTHENTICATE, challenge);
  }
}
