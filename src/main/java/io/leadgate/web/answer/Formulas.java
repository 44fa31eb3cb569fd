package io.leadgate.web.answer;

/**
 * Disarms text for spreadsheets, which compute a cell that begins as a formula, also behind blanks
 * (OWASP, CSV Injection).
 */
public final class Formulas {

  /** The full-width forms are the same to spreadsheets of East Asia. */
  private static final String BEGINNINGS = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";

  private static final String CONTROLS = "\t\r\n";

  private Formulas() {}

  /** The text, with an apostrophe before it where a spreadsheet might compute the text. */
  public static String disarmed(String text) {
    return !text.isEmpty() && (CONTROLS.indexOf(text.charAt(0)) >= 0 || beginsAsFormula(text))
        ? "'" + text
        : text;
  }

  private static boolean beginsAsFormula(String text) {
    int at = 0;
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
    return at < text.length() && BEGINNINGS.indexOf(text.charAt(at)) >= 0;
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT;
  }
}
