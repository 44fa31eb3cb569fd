package io.leadgate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadgate.web.request.TrustedProxies;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** That routes and OpenAPI document cannot part: with drift the gateway does not start. */
class ApiRouterTest {

  private static final Vertx VERTX = Vertx.vertx();
  private static final OpenApi DOCUMENT = OpenApi.publicListener("1");

  private final ApiRouter paths =
      new ApiRouter(VERTX, DOCUMENT, new TrustedProxies(List.of()), event -> {});

  @AfterAll
  static void close() {
    VERTX.close();
  }

  @Test
  void whatTheDocumentHasIsTaken() {
    assertThatCode(() -> declare(DOCUMENT.operations())).doesNotThrowAnyException();
    assertThat(paths.router().getRoutes()).isNotEmpty();
  }

  @Test
  void aPathThatTheDocumentHasNotIsRefused() {
    assertThatThrownBy(() -> paths.path("/v1/secrets/:id").get(ApiRouterTest::nothing).only())
        .hasMessage("A route, but not in the OpenAPI document: GET /v1/secrets/{id}");
  }

  @Test
  void aMethodThatTheDocumentHasNotIsRefused() {
    assertThatThrownBy(
            () ->
                paths
                    .path("/v1/leads/:leadId")
                    .get(ApiRouterTest::nothing)
                    .patch(ApiRouterTest::nothing)
                    .only())
        .hasMessage("A route, but not in the OpenAPI document: PATCH /v1/leads/{leadId}");
  }

  @Test
  void aPathThatTheDocumentNamesOtherwiseIsRefused() {
    assertThatThrownBy(() -> paths.path("/v1/leads/:id").get(ApiRouterTest::nothing).only())
        .hasMessageContaining("/v1/leads/{id}");
  }

  @Test
  void aPathOfTheDocumentWithoutARouteIsRefused() {
    Map<String, Set<String>> operations = DOCUMENT.operations();
    operations.remove("/v1/leads/{leadId}");
    declare(operations);

    assertThatThrownBy(paths::router)
        .hasMessage("In the OpenAPI document, but no route: {/v1/leads/{leadId}=[GET]}");
  }

  private void declare(Map<String, Set<String>> operations) {
    operations.forEach(
        (template, methods) -> {
          ApiRouter.Path path = paths.path(template.replaceAll("\\{([^}]+)}", ":$1"));
          if (methods.contains("GET")) {
            path.get(ApiRouterTest::nothing);
          }
          if (methods.contains("POST")) {
            path.post(ApiRouterTest::nothing);
          }
          if (methods.contains("PATCH")) {
            path.patch(ApiRouterTest::nothing);
          }
          if (methods.contains("DELETE")) {
            path.delete(ApiRouterTest::nothing);
          }
          path.only();
        });
  }

  private static void nothing(RoutingContext context) {}
}
