package io.leadgate.receiver.leadexec;

import io.leadgate.domain.Refusal;
import io.leadgate.web.answer.Problem;

/** The outcomes of LeadExec's V1, in its own spelling. */
public enum ResponseType {
  NO_ERROR("No_Error"),
  LEAD_TYPE_ID_MISSING("LeadType_ID_Missing"),
  VENDOR_ID_MISSING("Vendor_ID_Missing"),
  NO_ACCOUNT_FOUND("No_Account_Found"),
  OUTSIDE_CRITERIA("Outside_Criteria"),
  DUPLICATE_LEAD("Duplicate_Lead"),
  ACCOUNT_DISABLED("Account_Disabled"),
  DATA_ERRORS("Data_Errors");

  private final String word;

  ResponseType(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }

  static ResponseType of(Problem problem) {
    Refusal refusal = problem.refusal();
    return switch (refusal) {
      case CAMPAIGN_NOT_ACTIVE -> ACCOUNT_DISABLED;
      case IDEMPOTENCY_KEY_REUSED -> OUTSIDE_CRITERIA;
      case DUPLICATE_LEAD -> DUPLICATE_LEAD;
      case NOT_FOUND, INVALID_LEAD -> ofSource(problem, refusal);
      default ->
          refusal.status() == 401 || refusal.status() == 403 ? ACCOUNT_DISABLED : DATA_ERRORS;
    };
  }

  /** Tells a fault of the campaign's numbers from one of the lead's fields. */
  private static ResponseType ofSource(Problem problem, Refusal refusal) {
    return switch (problem.errors().isEmpty() ? "" : problem.errors().getFirst().field()) {
      case "vid" -> VENDOR_ID_MISSING;
      case "lid" -> LEAD_TYPE_ID_MISSING;
      case "aid" -> NO_ACCOUNT_FOUND;
      default -> refusal == Refusal.NOT_FOUND ? NO_ACCOUNT_FOUND : DATA_ERRORS;
    };
  }
}
