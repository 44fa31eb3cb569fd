package io.leadgate.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads JSON strictly by RFC 8259, as a reference for the gateway's reader, without any of that
 * reader's code. Keeps repeated names, and the place of each value in the text.
 */
final class StrictJson {

  private static final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Fault() {
      super("not JSON", null, false, false);
    }
  }

  private final String text;
  private final int depthMax;
  private int at;

  private StrictJson(String text, int depthMax) {
    this.text = text;
    this.depthMax = depthMax;
  }

  /** The value; empty for a text that is not JSON, or too deep. The outermost value has depth 0. */
  static Optional<JsonTree> read(String text, int depthMax) {
    StrictJson reader = new StrictJson(text, depthMax);
    try {
      JsonTree value = reader.value(0);
      reader.blanks();
      return reader.at == text.length() ? Optional.of(value) : Optional.empty();
    } catch (Fault e) {
      return Optional.empty();
    }
  }

  private JsonTree value(int depth) {
    blanks();
    int from = at;
    return switch (peek()) {
      case '{' -> members(from, deeper(depth));
      case '[' -> items(from, deeper(depth));
      case '"' -> text(from);
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number(from);
    };
  }

  private int deeper(int depth) {
    if (depth == depthMax) {
      throw new Fault();
    }
    return depth + 1;
  }

  private JsonTree members(int from, int depth) {
    List<JsonTree.Member> list = new ArrayList<>();
    at++;
    blanks();
    if (!takes('}')) {
      do {
        blanks();
        int name = at;
        String decoded = string();
        // RFC 8259 leaves this open, and Jackson refuses it.
        if (JsonTree.hasHalf(decoded)) {
          throw new Fault();
        }
        blanks();
        expect(':');
        list.add(new JsonTree.Member(name, decoded, value(depth)));
        blanks();
      } while (takes(','));
      expect('}');
    }
    return new JsonTree.Members(from, at, list);
  }

  private JsonTree items(int from, int depth) {
    List<JsonTree> list = new ArrayList<>();
    at++;
    blanks();
    if (!takes(']')) {
      do {
        list.add(value(depth));
        blanks();
      } while (takes(','));
      expect(']');
    }
    return new JsonTree.Items(from, at, list);
  }

  private JsonTree text(int from) {
    String decoded = string();
    return new JsonTree.Text(from, at, decoded);
  }

  private JsonTree word(String word) {
    int from = at;
    for (int i = 0; i < word.length(); i++) {
      expect(word.charAt(i));
    }
    return new JsonTree.Word(from, at, word);
  }

  private JsonTree number(int from) {
    takes('-');
    if (!takes('0')) {
      digits();
    }
    if (takes('.')) {
      digits();
    }
    if (takes('e') || takes('E')) {
      if (!takes('+')) {
        takes('-');
      }
      digits();
    }
    return new JsonTree.Digits(from, at, text.substring(from, at));
  }

  private void digits() {
    int from = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    if (at == from) {
      throw new Fault();
    }
  }

  private String string() {
    expect('"');
    StringBuilder decoded = new StringBuilder();
    while (!takes('"')) {
      char c = peek();
      if (c < ' ') {
        throw new Fault();
      }
      at++;
      decoded.append(c == '\\' ? escaped() : c);
    }
    return decoded.toString();
  }

  private char escaped() {
    char c = peek();
    at++;
    if (c == 'u') {
      return hex();
    }
    int which = "\"\\/bfnrt".indexOf(c);
    if (which < 0) {
      throw new Fault();
    }
    return "\"\\/\b\f\n\r\t".charAt(which);
  }

  private char hex() {
    int value = 0;
    for (int i = 0; i < 4; i++, at++) {
      int digit = "0123456789abcdef".indexOf(Character.toLowerCase(peek()));
      if (digit < 0 || peek() > 'f') {
        throw new Fault();
      }
      value = value * 16 + digit;
    }
    return (char) value;
  }

  private void blanks() {
    while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') {
      at++;
    }
  }

  /** The next character; NUL at the end. A NUL in the text is refused everywhere. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private boolean takes(char c) {
    boolean taken = peek() == c;
    at += taken ? 1 : 0;
    return taken;
  }

  private void expect(char c) {
    if (!takes(c)) {
      throw new Fault();
    }
  }
}
