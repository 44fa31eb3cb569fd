package io.leadgate.domain;

import java.util.Arrays;
import java.util.Optional;

/**
 * The only catalogue of refusals. A refusal has a slug that is stable for programs ({@code
 * /problems/<slug>}), an HTTP status, and a title for people. The advice for people stands in
 * openapi/problems.yaml.
 */
public enum Refusal {
  MALFORMED_BODY("malformed-body", 400, "The body cannot be read"),
  MALFORMED_REQUEST("malformed-request", 400, "The request is not valid HTTP"),
  INVALID_PARAMETER("invalid-parameter", 400, "A parameter has a value that cannot be used"),
  INVALID_IDEMPOTENCY_KEY("invalid-idempotency-key", 400, "The Idempotency-Key cannot be used"),
  AMBIGUOUS_TOKEN("ambiguous-token", 400, "Two different tokens in one request"),
  MISSING_TOKEN("missing-token", 401, "A token is needed"),
  INVALID_TOKEN("invalid-token", 401, "The token is not valid"),
  ADMIN_LOGIN_NEEDED("admin-login-needed", 401, "An admin's name and password are needed"),
  CROSS_ORIGIN("cross-origin", 403, "A web page of another origin has sent the request"),
  INSUFFICIENT_SCOPE("insufficient-scope", 403, "The token lacks the scope"),
  INSUFFICIENT_ROLE("insufficient-role", 403, "The admin's role does not allow this"),
  CREDENTIAL_BOUND("credential-bound", 403, "The credential is bound to one lead source"),
  NOT_FOUND("not-found", 404, "There is nothing here"),
  METHOD_NOT_ALLOWED("method-not-allowed", 405, "This method is not allowed here"),
  NOT_ACCEPTABLE("not-acceptable", 406, "The answer is not available in the form asked for"),
  REQUEST_TIMEOUT("request-timeout", 408, "The request took too long to come"),
  CAMPAIGN_NOT_ACTIVE("campaign-not-active", 409, "The campaign takes no leads now"),
  IN_USE("in-use", 409, "The resource is in use and cannot be deleted"),
  LIMIT_REACHED("limit-reached", 409, "A limit of this server is reached"),
  LAST_SECRET("last-secret", 409, "A credential keeps at least one secret"),
  LAST_ADMIN("last-admin", 409, "An enabled admin of the role admin stays"),
  PRECONDITION_FAILED("precondition-failed", 412, "The resource has changed meanwhile"),
  BODY_TOO_LARGE("body-too-large", 413, "The body is too large"),
  URI_TOO_LONG("uri-too-long", 414, "The request line is too long"),
  UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "This content type is not taken"),
  MISDIRECTED_REQUEST("misdirected-request", 421, "This server is not served by that name"),
  INVALID_LEAD("invalid-lead", 422, "The lead's fields are not valid"),
  INVALID_CREDENTIAL("invalid-credential", 422, "The credential's members are not valid"),
  INVALID_LEAD_SOURCE("invalid-lead-source", 422, "The lead source's members are not valid"),
  INVALID_LEAD_TYPE("invalid-lead-type", 422, "The lead type's members are not valid"),
  INVALID_CAMPAIGN("invalid-campaign", 422, "The campaign's members are not valid"),
  IDEMPOTENCY_KEY_REUSED(
      "idempotency-key-reused", 422, "The Idempotency-Key was used with another lead"),
  DUPLICATE_LEAD("duplicate-lead", 422, "The lead is a duplicate of an earlier lead"),
  SCOPES_IMMUTABLE("scopes-immutable", 422, "Scopes are chosen at creation and cannot be changed"),
  HEADERS_TOO_LARGE("headers-too-large", 431, "The headers are too large"),
  HTTP_VERSION_NOT_SUPPORTED(
      "http-version-not-supported", 505, "This version of HTTP is not served"),
  INTERNAL_ERROR("internal-error", 500, "This server has a fault"),
  STORAGE_UNAVAILABLE("storage-unavailable", 503, "The storage is away"),
  OVERLOADED("overloaded", 503, "This server has too much work waiting"),
  SHUTTING_DOWN("shutting-down", 503, "This server is about to stop");

  private final String slug;
  private final int status;
  private final String title;

  Refusal(String slug, int status, String title) {
    this.slug = slug;
    this.status = status;
    this.title = title;
  }

  public static Optional<Refusal> of(String slug) {
    return Arrays.stream(values()).filter(refusal -> refusal.slug.equals(slug)).findFirst();
  }

  public String slug() {
    return slug;
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  /** Whether the gateway is at fault and not the caller. */
  public boolean isOurs() {
    return status >= 500 && this != HTTP_VERSION_NOT_SUPPORTED;
  }
}
