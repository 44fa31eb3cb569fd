package io.leadgate.console.frame;

/**
 * A page in the place of the page that was asked for.
 *
 * @param detail a sentence for a person: the fault and its remedy
 */
public record ErrorPage(String title, String detail) implements Page {

  public static final ErrorPage NOT_FOUND =
      of("Nothing is here", "The page does not exist, or what it showed was deleted.");

  public static ErrorPage of(String title, String detail) {
    return new ErrorPage(title, detail);
  }

  @Override
  public String template() {
    return "error";
  }

  @Override
  public Section section() {
    return Section.NONE;
  }
}
