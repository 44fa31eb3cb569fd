package io.leadgate.receiver;

import io.leadgate.domain.LeadId;
import io.leadgate.web.answer.Json;
import io.leadgate.web.answer.Problem;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.stream.Collectors;

/** Answers in JSON, and refuses with problem documents. */
final class JsonForm implements AnswerForm {

  static final JsonForm INSTANCE = new JsonForm();

  private static final String LOCATION_PREFIX = "/v1/leads/";

  private JsonForm() {}

  @Override
  public void refuse(LeadPost post, Problem problem) {
    problem.send(post.response());
  }

  @Override
  public void accept(LeadPost post, LeadReceipt receipt) {
    if (!post.isTest()) {
      receipt
          .id()
          .ifPresent(
              id -> post.response().headers().add(HttpHeaders.LOCATION, LOCATION_PREFIX + id));
    }
    Json.send(
        post.response(),
        receipt.isNew() ? 201 : 200,
        "{\"id\":"
            + receipt.id().map(JsonForm::quoted).orElse("null")
            + ",\"campaign_id\":"
            + post.campaignId()
            + ",\"received_at\":\""
            + Json.timestamp(receipt.receivedAt())
            + "\",\"status\":\""
            + (post.isTest() ? "test" : "accepted")
            + "\""
            + duplicateOf(receipt)
            + warnings(receipt.cut())
            + "}");
  }

  private static String duplicateOf(LeadReceipt receipt) {
    return receipt
        .duplicateOf()
        .map(first -> ",\"duplicate_of\":" + first.map(JsonForm::quoted).orElse("null"))
        .orElse("");
  }

  private static String quoted(LeadId id) {
    return '"' + id.toString() + '"';
  }

  /** The names are those of credentials, in which nothing needs an escape. */
  private static String warnings(List<String> cut) {
    return cut.isEmpty()
        ? ""
        : cut.stream()
            .map(name -> "{\"code\":\"credential-in-body\",\"field\":\"" + name + "\"}")
            .collect(Collectors.joining(",", ",\"warnings\":[", "]"));
  }
}
