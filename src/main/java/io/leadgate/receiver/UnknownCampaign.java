package io.leadgate.receiver;

import io.leadgate.domain.AuthResult;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.Scope;
import io.leadgate.token.check.TokenAdvice;
import io.leadgate.web.answer.Problem;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;

/**
 * The refusal of a post to a campaign that does not exist. A sender without a good token gets the
 * status of a campaign that requires a token, so that no stranger learns which campaigns there are.
 *
 * @param why the fault of the token; empty for a good token
 */
record UnknownCampaign(Problem problem, Optional<AuthResult.Rejected> why) {

  static UnknownCampaign to(AuthResult auth) {
    return switch (auth) {
      case AuthResult.Known good -> of(Admission.noCampaign());
      case AuthResult.Ambiguous several -> of(Admission.severalTokens());
      case AuthResult.Rejected why ->
          new UnknownCampaign(
              Problem.of(
                      why.reason().refusal(),
                      TokenAdvice.of(why, Scope.LEAD_RECEIVER)
                          + " If the campaign takes leads without a token, check its number.")
                  .notQuarantined(),
              Optional.of(why));
    };
  }

  /** The refusal while it is not known which campaigns there are. */
  static UnknownCampaign ofAgedKnowledge(String detail) {
    return new UnknownCampaign(Problem.of(Refusal.STORAGE_UNAVAILABLE, detail), Optional.empty());
  }

  private static UnknownCampaign of(Admission.Refuse refuse) {
    return new UnknownCampaign(Problem.of(refuse.refusal(), refuse.detail()), Optional.empty());
  }

  void send(HttpServerResponse response) {
    why.ifPresentOrElse(
        rejected -> problem.sendWithChallenge(response, Scope.LEAD_RECEIVER, rejected.fault()),
        () -> problem.send(response));
  }
}
