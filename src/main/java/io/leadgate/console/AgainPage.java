package io.leadgate.console;

import io.leadgate.console.frame.Page;
import io.leadgate.console.frame.Section;

/**
 * A page that asks for itself once more, by itself.
 *
 * @param path the path and query, which begin with a slash
 */
public record AgainPage(String path) implements Page {

  @Override
  public String template() {
    return "again";
  }

  @Override
  public String title() {
    return "One moment";
  }

  @Override
  public Section section() {
    return Section.NONE;
  }
}
