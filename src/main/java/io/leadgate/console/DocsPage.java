package io.leadgate.console;

import io.leadgate.console.frame.Page;
import io.leadgate.console.frame.Section;

/** An OpenAPI document of this gateway, shown by Swagger UI. */
public enum DocsPage implements Page {
  MANAGEMENT("Management API", "/console/docs", "/openapi.json", true),
  /** The calls of this document are on the other listener, which no page of this one may call. */
  PUBLIC("Public API", "/console/docs/public", "/console/docs/public.json", false);

  private final String label;
  private final String path;
  private final String document;
  private final boolean maySend;

  DocsPage(String label, String path, String document, boolean maySend) {
    this.label = label;
    this.path = path;
    this.document = document;
    this.maySend = maySend;
  }

  public String label() {
    return label;
  }

  @Override
  public String path() {
    return path;
  }

  /** The path of the document on this listener. */
  public String document() {
    return document;
  }

  /** Whether the page may send the calls that it describes. */
  public boolean maySend() {
    return maySend;
  }

  @Override
  public String template() {
    return "docs";
  }

  @Override
  public String title() {
    return "API docs";
  }

  @Override
  public Section section() {
    return Section.DOCS;
  }
}
