package io.leadgate.receiver;

import io.leadgate.receiver.leadexec.V1Answer;
import io.leadgate.web.answer.Json;
import io.leadgate.web.answer.Problem;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;

/** Answers as LeadExec's V1 does, in XML or JSON. */
enum V1Form implements AnswerForm {
  XML("text/xml") {
    @Override
    String text(V1Answer answer) {
      return answer.xml();
    }
  },
  JSON("application/json") {
    @Override
    String text(V1Answer answer) {
      return answer.json();
    }
  };

  private final String contentType;

  V1Form(String contentType) {
    this.contentType = contentType;
  }

  abstract String text(V1Answer answer);

  @Override
  public void accept(LeadPost post, LeadReceipt receipt) {
    V1Answer answer =
        V1Answer.accepted(
            receipt.id().map(Object::toString).orElse(""),
            (receipt.isNew()
                    ? "The lead is stored."
                    : "The lead was stored before, and is not stored again.")
                + CutAdvice.of(receipt.cut()),
            post.campaignId());
    Json.send(post.response(), answer.status(), contentType, text(answer));
  }

  @Override
  public void refuse(LeadPost post, Problem problem) {
    refuse(post.response(), problem, post.chosenCampaign());
  }

  /** Refuses a request that has not become a post. */
  void refuse(HttpServerResponse response, Problem problem) {
    refuse(response, problem, Optional.empty());
  }

  private void refuse(HttpServerResponse response, Problem problem, Optional<Integer> campaignId) {
    V1Answer answer = V1Answer.refused(problem, campaignId);
    problem.send(response, answer.status(), contentType, text(answer));
  }
}
