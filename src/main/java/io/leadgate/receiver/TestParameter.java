package io.leadgate.receiver;

import io.leadgate.web.request.BadParameter;
import io.leadgate.web.request.UrlEncoded;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/** Reads the parameter {@code test} of a receiver's query. */
final class TestParameter {

  private TestParameter() {}

  /**
   * Whether a post is a test. Passes over other parameters, however they are written, because
   * vendors add parameters to count their own clicks.
   *
   * @throws BadParameter if the parameter has another value than true or false
   */
  static boolean isSet(HttpServerRequest request) {
    String query = request.query();
    List<String> values = query == null ? List.of() : UrlEncoded.valuesInQuery(query, "test");
    if (values.isEmpty() || values.equals(List.of("false"))) {
      return false;
    }
    if (values.equals(List.of("true"))) {
      return true;
    }
    throw new BadParameter("The parameter test is true or false, and is sent once.");
  }
}
