package io.leadgate.web.answer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.FieldError;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.Scope;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.util.List;

/**
 * Writes {@code application/problem+json} (RFC 9457): every error body but those of the token
 * family. Nothing of the inside is ever in them.
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

  private Problem(Refusal refusal, String detail) {
    this.refusal = refusal;
    body.put("type", "/problems/" + refusal.slug())
        .put("title", refusal.title())
        .put("status", refusal.status())
        .put("detail", detail);
  }

  /**
   * @param detail what happened and what to do about it, for a person
   */
  public static Problem of(Refusal refusal, String detail) {
    return new Problem(refusal, detail);
  }

  /** A refusal of which there is nothing to say but what is to be done. */
  public static Problem of(Refusal refusal) {
    return new Problem(refusal, whatToDo(refusal));
  }

  /** What is to be done about it, where nothing else is known. */
  private static String whatToDo(Refusal refusal) {
    return refusal.isOurs() && refusal != Refusal.INTERNAL_ERROR
        ? "Not acknowledged, possibly stored: send it again with the same Idempotency-Key."
        : refusal.title() + ".";
  }

  /** Without a member errors where there are none. */
  public Problem with(List<FieldError> errors) {
    if (errors.isEmpty()) {
      return this;
    }
    ArrayNode list = body.putArray("errors");
    errors.forEach(
        error ->
            list.addObject()
                .put("field", error.field())
                .put("code", error.code())
                .put("message", error.message()));
    return this;
  }

  /** What became of each lead of an array, and how many of them were taken and refused. */
  public Problem results(int accepted, int rejected, ArrayNode results) {
    body.put("accepted", accepted).put("rejected", rejected).set("results", results);
    return this;
  }

  /** The request was kept in the quarantine, under that id. */
  public Problem quarantined(String id, Instant receivedAt) {
    body.put("quarantined", true)
        .put("quarantine_id", id)
        .put("received_at", Json.timestamp(receivedAt));
    return this;
  }

  public Problem notQuarantined() {
    body.put("quarantined", false);
    return this;
  }

  /** The body as it is sent, to be looked at or to be a part of an answer. */
  public ObjectNode body(String requestId) {
    return body.put("instance", requestId);
  }

  public void send(HttpServerResponse response) {
    body.put("instance", RequestId.of(response));
    if (refusal.status() == 503) {
      response.putHeader(RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    response
        .setStatusCode(refusal.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, PROBLEM_JSON)
        .end(body.toString());
  }

  /** Adds the challenge that a refused token is answered with (RFC 6750, section 3). */
  public void sendWithChallenge(HttpServerResponse response, Scope needed) {
    String challenge =
        switch (refusal) {
          case INVALID_TOKEN -> REALM + ", error=\"invalid_token\"";
          case INSUFFICIENT_SCOPE ->
              REALM + ", error=\"insufficient_scope\", scope=\"" + needed.code() + "\"";
          default -> REALM;
        };
    response.putHeader(WWW_AUTHENTICATE, challenge);
    send(response);
  }
}
