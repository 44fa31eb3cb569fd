package io.leadgate.spec;

import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.leadgate.domain.Refusal;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads the page of each problem type, on both listeners. */
class ProblemPagesSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final List<Http> LISTENERS = List.of(GATEWAY.api(), GATEWAY.management());

  @ParameterizedTest
  @EnumSource
  void everyRefusalHasAPageWithTitleStatusAndExplanation(Refusal refusal) throws IOException {
    String explanation =
        new ObjectMapper(new YAMLFactory())
            .readTree(Files.readString(Path.of("src/main/resources/openapi/problems.yaml")))
            .path(refusal.slug())
            .asText();
    for (Http listener : LISTENERS) {
      Answer page = listener.get("/problems/" + refusal.slug());

      assertThat(page.status()).isEqualTo(200);
      assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
      assertThat(text(page))
          .contains(refusal.title(), "Status " + refusal.status(), "/problems/" + refusal.slug())
          .contains(explanation.strip());
      assertThat(explanation.strip()).endsWith(".").hasSizeGreaterThan(40);
      assertThat(listener.get("/openapi.json").body())
          .contains(explanation.strip().replace("\"", "\\\""));
    }
  }

  /** The text of the page, as a browser shows it. */
  private static String text(Answer page) {
    return page.body()
        .replaceAll("<[^>]+>", "")
        .replace("&#39;", "'")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
  }

  @Test
  void pageLoadsNothingAndLinksTheDocument() {
    for (Http listener : LISTENERS) {
      Answer page = listener.get("/problems/invalid-lead");

      assertThat(page.header("Content-Security-Policy"))
          .matches(
              "default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]{44}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
      assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(page.body())
          .contains("<title>The lead&#39;s fields are not valid</title>")
          .contains("<a href=\"/openapi.json\">")
          .doesNotContain("<script", "<link", "src=", "http:", "https:");
    }
  }

  @Test
  void problemTypeLeadsToItsPage() {
    Answer problem = GATEWAY.api().get("/v1/leads/x");

    assertThat(problem.status()).isEqualTo(401);
    assertThat(GATEWAY.api().get(problem.text("type")).body()).contains("A token is needed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "invalid-leads", "INVALID-LEAD", "..%2f", "%3Cscript%3E"})
  void unknownSlugHasNoPage(String slug) {
    for (Http listener : LISTENERS) {
      assertProblem(listener.get("/problems/" + slug), 404, "not-found");
    }
  }
}
