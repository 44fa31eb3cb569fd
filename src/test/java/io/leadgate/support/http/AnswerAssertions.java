package io.leadgate.support.http;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures.Campaign;
import java.util.Map;

/** Compares answers with the outcomes that most specs share. */
public final class AnswerAssertions {

  private AnswerAssertions() {}

  /**
   * Asserts that the answer is a problem document of that status and type.
   *
   * @param slug the last part of the type
   */
  public static void assertProblem(Answer answer, int status, String slug) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.problem()).isEqualTo(slug);
    assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    assertThat(answer.text("instance")).isEqualTo(answer.header("X-Request-Id")).isNotEmpty();
  }

  /**
   * Asserts a problem document of that status and type with only those members that every kind of
   * problem may have.
   */
  public static void assertPlainProblem(Answer answer, int status, String slug) {
    assertProblem(answer, status, slug);
    assertThat(answer.json().properties())
        .extracting(Map.Entry::getKey)
        .isSubsetOf("type", "title", "status", "detail", "instance", "errors");
  }

  /** Asserts that a good lead of this vendor is answered with 201. */
  public static void assertLeadIsAccepted(Http vendor, Campaign campaign) {
    Answer answer = vendor.post(campaign.leads(), LEAD);
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
  }

  /** Asserts that a lead is stored, and that its answer names no earlier lead. */
  public static void assertNoDuplicate(Answer answer) {
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.json().has("duplicate_of")).isFalse();
  }
}
