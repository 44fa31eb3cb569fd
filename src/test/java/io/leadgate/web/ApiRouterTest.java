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

/** Builds routers whose routes differ from the OpenAPI document, which must fail. */
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
  void operationsOfTheDocumentAreAccepted() {
    assertThatCode(() -> declare(DOCUMENT.operations())).doesNotThrowAnyException();
    assertThat(paths.router().getRoutes()).isNotEmpty();
  }

  @Test
  void pathOutsideTheDocumentIsRefused() {
    assertThatThrownBy(() -> paths.path("/v1/secrets/:id").get(ApiRouterTest::nothing).register())
        .hasMessage("route without an operation in the OpenAPI document: GET /v1/secrets/{id}");
  }

  @Test
  void methodOutsideTheDocumentIsRefused() {
    assertThatThrownBy(
            () ->
                paths
                    .path("/v1/leads/:leadId")
                    .get(ApiRouterTest::nothing)
                    .patch(ApiRouterTest::nothing)
                    .register())
        .hasMessage("route without an operation in the OpenAPI document: PATCH /v1/leads/{leadId}");
  }

  @Test
  void pathWithAnotherParameterNameIsRefused() {
    assertThatThrownBy(() -> paths.path("/v1/leads/:id").get(ApiRouterTest::nothing).register())
        .hasMessageContaining("/v1/leads/{id}");
  }

  @Test
  void operationWithoutARouteIsRefused() {
    Map<String, Set<String>> operations = DOCUMENT.operations();
    operations.remove("/v1/leads/{leadId}");
    declare(operations);

    assertThatThrownBy(paths::router)
        .hasMessage(
            "operations of the OpenAPI document without a route: {/v1/leads/{leadId}=[GET]}");
  }

  /** Declares the operations, except for those that the router itself adds. */
  private void declare(Map<String, Set<String>> operations) {
    operations.keySet().removeAll(Set.of("/openapi.json", "/problems/{slug}"));
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
          path.register();
        });
  }

  private static void nothing(RoutingContext context) {}
}
