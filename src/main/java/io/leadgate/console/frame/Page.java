package io.leadgate.console.frame;

/**
 * What a page of the console shows. A page is a record of this kind and the template that it names.
 */
public interface Page {

  /** The file in src/main/jte, without its ending. */
  String template();

  /** The title, for the browser's tab and history; never a secret. */
  String title();

  /** The part of the console that the page belongs to. */
  Section section();

  /** The path by which the page is got, for a page that answers a form. */
  default String path() {
    return section().path();
  }
}
