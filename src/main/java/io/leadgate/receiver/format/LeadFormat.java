package io.leadgate.receiver.format;

import io.leadgate.web.request.MediaType;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** Names the formats that leads are taken in. */
public enum LeadFormat {
  /** One lead as an object, or an array of leads. */
  JSON,
  FORM,
  XML;

  /** The value of the header Accept in a 415. */
  public static final String TAKEN =
      String.join(", ", MediaType.JSON, MediaType.FORM, MediaType.XML, MediaType.TEXT_XML);

  /** Finds the format by the request's Content-Type; empty for any other type. */
  public static Optional<LeadFormat> of(HttpServerRequest request) {
    if (MediaType.isJson(request)) {
      return Optional.of(JSON);
    }
    if (MediaType.isForm(request)) {
      return Optional.of(FORM);
    }
    return MediaType.isXml(request) ? Optional.of(XML) : Optional.empty();
  }
}
