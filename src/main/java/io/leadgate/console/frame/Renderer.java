package io.leadgate.console.frame;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import io.vertx.core.buffer.Buffer;
import java.util.Map;

/** Makes pages by their templates, which were compiled with the gateway. Thread-safe. */
public final class Renderer {

  private final TemplateEngine templates =
      TemplateEngine.createPrecompiled(null, ContentType.Html, null, "io.leadgate.console.pages");

  /** Makes a page as bytes of UTF-8. */
  public Buffer render(Frame frame, Page page) {
    Utf8ByteOutput output = new Utf8ByteOutput();
    templates.render(page.template() + ".jte", Map.of("frame", frame, "page", page), output);
    return Buffer.buffer(output.toByteArray());
  }
}
