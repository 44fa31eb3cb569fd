package io.leadgate.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.domain.Refusal;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Contract;
import io.leadgate.support.http.Http;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Compares the OpenAPI document of each listener with the routes and the refusals of the code. */
class OpenApiSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();

  private static final Listener PUBLIC = new Listener(GATEWAY.api(), Contract.PUBLIC);
  private static final Listener MANAGEMENT =
      new Listener(GATEWAY.management(), Contract.MANAGEMENT);
  static final List<Listener> LISTENERS = List.of(PUBLIC, MANAGEMENT);

  record Listener(Http http, Contract contract) {
    Answer document() {
      return http.get("/openapi.json");
    }
  }

  @ParameterizedTest
  @FieldSource("LISTENERS")
  void documentIsServedWithoutLogin(Listener listener) {
    Answer answer = listener.document();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.text("openapi")).isEqualTo("3.1.1");
    assertThat(answer.json().at("/info/version").asText()).isEqualTo("development");
    assertThat(answer.body()).isEqualTo(listener.contract.json());
  }

  @ParameterizedTest
  @FieldSource("LISTENERS")
  void everyDocumentedOperationHasARoute(Listener listener) {
    List<String> asked = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : listener.document().json().path("paths").properties()) {
      for (String method : methods(path.getValue())) {
        Answer answer = listener.http.send(method, withAnyId(path.getKey()), new byte[0]);

        assertThat(answer.status()).as(method + " " + path.getKey()).isNotEqualTo(405);
        assertThat(answer.body())
            .as(method + " " + path.getKey())
            .doesNotContain("There is no such path");
        asked.add(method);
      }
    }
    assertThat(asked).hasSizeGreaterThan(5);
  }

  @ParameterizedTest
  @FieldSource("LISTENERS")
  void undocumentedMethodIs405WithTheDocumentedMethodsInAllow(Listener listener) {
    for (Map.Entry<String, JsonNode> path : listener.document().json().path("paths").properties()) {
      Answer answer = listener.http.send("PROPFIND", withAnyId(path.getKey()), new byte[0]);

      assertThat(answer.status()).as(path.getKey()).isEqualTo(405);
      assertThat(new TreeSet<>(Arrays.asList(answer.header("Allow").split(", ", -1))))
          .as(path.getKey())
          .isEqualTo(methods(path.getValue()));
    }
  }

  @ParameterizedTest
  @FieldSource("LISTENERS")
  void documentNamesExactlyTheRefusalsOfTheCode(Listener listener) {
    JsonNode document = listener.document().json();
    Set<String> types = new TreeSet<>();
    for (Map.Entry<String, JsonNode> named : document.at("/components/schemas").properties()) {
      if (!named.getKey().matches("Problem[0-9]{3}.*")) {
        continue;
      }
      JsonNode schema = named.getValue().at("/allOf/1");
      int status = schema.at("/properties/status/const").asInt();
      for (JsonNode type : schema.at("/properties/type/enum")) {
        types.add(type.asText() + " " + status);
      }
    }

    assertThat(types)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Refusal.values())
                .map(refusal -> "/problems/" + refusal.slug() + " " + refusal.status())
                .toList());
    assertThat(document.at("/components/parameters/Slug/schema/enum"))
        .hasSize(Refusal.values().length);
  }

  @Test
  void eachListenerDocumentsOnlyItsOwnPaths() {
    assertThat(PUBLIC.document().json().path("paths").has("/admin/credentials")).isFalse();
    assertThat(MANAGEMENT.document().json().path("paths").has("/oauth2/token")).isFalse();
  }

  private static String withAnyId(String template) {
    return template.replaceAll("\\{[^}]+}", "x");
  }

  /** The documented methods, with HEAD where the path has GET. */
  private static Set<String> methods(JsonNode path) {
    return Contract.methods(path);
  }
}
