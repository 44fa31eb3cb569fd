package io.leadgate.receiver.cut;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Searches bytes that cannot be parsed for credentials, and puts three stars in their places:
 * behind the name of a credential and what parts it from its value, all up to the next quote,
 * ampersand, angle bracket, comma or line end. Confined to one event loop.
 */
final class TextCut {

  private static final byte[] STARS = "***".getBytes(StandardCharsets.US_ASCII);
  private static final List<String> WORDS =
      List.of(
          "api-key",
          "api_key",
          "apikey",
          "access_token",
          "client_secret",
          "authorization",
          "password");
  private static final String AUTHORIZATION = "authorization";

  /** A value follows behind these; a line end is among them, because JSON may be written so. */
  private static final String PARTS = " \t\r\n\\\"':=>";

  private static final String CDATA = "<![cdata[";

  /** The longest prefix of an element's name that is looked at. */
  private static final int PREFIX_MAX = 50;

  private static final String ENDS = "\"'&<,\r\n";

  private final byte[] body;
  private final CredentialNames names;
  private final Cut.Names found = new Cut.Names();
  private final ByteArrayOutputStream kept;
  private final Mark tagEnd = new Mark(">");
  private final Mark tagBegin = new Mark("<");
  private final Mark emptyLine = new Mark("\n\n");
  private final Mark emptyLineOfCr = new Mark("\n\r\n");
  private final Mark boundary = new Mark("\n--");

  /** The last place from which the parts before a value were passed, and the place behind them. */
  private int passedFrom = -1;

  private int passedTo;

  private TextCut(byte[] body, CredentialNames names) {
    this.body = body;
    this.names = names;
    this.kept = new ByteArrayOutputStream(body.length);
  }

  static Cut of(byte[] body, CredentialNames names) {
    return new TextCut(body, names).cut();
  }

  /** Whether the bytes may hold a credential, or a name that is written with escapes. */
  static boolean mayHold(byte[] body) {
    for (int i = 0; i < body.length; i++) {
      if (body[i] == '%' || body[i] == '\\' || wordAt(body, i) != null) {
        return true;
      }
    }
    return false;
  }

  private Cut cut() {
    int done = 0;
    for (int at = 0; at < body.length; ) {
      String word = wordAt(body, at);
      if (word == null || !names.mayBe(word)) {
        at++;
        continue;
      }
      int behind = at + word.length();
      int from = value(at, behind);
      // Looked for only behind what parts it from the name, so that no place is looked at again.
      int to = from > behind && isCredential(word, from) ? end(from) : from;
      if (to > from) {
        found.add(new String(body, at, word.length(), StandardCharsets.US_ASCII));
        kept.write(body, done, from - done);
        kept.writeBytes(STARS);
        done = to;
        at = to;
      } else {
        at = behind;
      }
    }
    kept.write(body, done, body.length - done);
    return new Cut(kept.toByteArray(), found.list());
  }

  private boolean isCredential(String word, int from) {
    int length = Math.min(20, body.length - from);
    return !word.equals(AUTHORIZATION)
        || CredentialNames.isOfHeader(new String(body, from, length, StandardCharsets.ISO_8859_1));
  }

  /** The place where the value of a name begins: behind a tag, the head of a part, or a mark. */
  private int value(int name, int behind) {
    int tag = tagBegin.at(behind);
    int before = before(name);
    if (isEndTag(before)) {
      return behind;
    }
    if (before >= 0 && body[before] == '<' && tagEnd.at(behind) < tag) {
      int value = tagEnd.behind(behind);
      return pastParts(isAt(body, value, CDATA) ? value + CDATA.length() : value);
    }
    if (isBehindName(name)) {
      int head = Math.min(emptyLine.at(behind), emptyLineOfCr.at(behind));
      return head < Math.min(tag, boundary.at(behind)) ? pastParts(head) : pastParts(behind);
    }
    return pastParts(behind);
  }

  /** The place before the name of an element with its prefix, or before another name. */
  private int before(int name) {
    int at = name - 1;
    while (at >= 0 && name - at < PREFIX_MAX && isOfPrefix(body[at])) {
      at--;
    }
    return at;
  }

  private boolean isEndTag(int before) {
    return before > 0 && body[before] == '/' && body[before - 1] == '<';
  }

  private static boolean isOfPrefix(byte b) {
    return b == ':' || b == '_' || b == '-' || Character.isLetterOrDigit(b & 0xFF);
  }

  /** Whether the name of a part of multipart begins at a place. */
  private boolean isBehindName(int name) {
    return (name >= 5 && isAt(body, name - 5, "name="))
        || (name >= 6 && isAt(body, name - 6, "name=\""));
  }

  /** Finds the next place of a mark, from places that rise, in one walk through the body. */
  private final class Mark {
    private final String text;
    private int next = -1;

    Mark(String text) {
      this.text = text;
    }

    /** The place of the next mark; the end of the body if there is none. */
    int at(int from) {
      if (next < from) {
        next = from;
        while (next < body.length && !isAt(body, next, text)) {
          next++;
        }
      }
      return next;
    }

    int behind(int from) {
      return Math.min(body.length, at(from) + text.length());
    }
  }

  /** Remembers the last place, because the head of a part may belong to many names. */
  private int pastParts(int from) {
    if (from != passedFrom) {
      passedFrom = from;
      passedTo = from;
      while (passedTo < body.length && PARTS.indexOf((char) body[passedTo]) >= 0) {
        passedTo++;
      }
    }
    return passedTo;
  }

  private int end(int from) {
    int at = from;
    while (at < body.length && ENDS.indexOf((char) body[at]) < 0) {
      at++;
    }
    return at;
  }

  private static @Nullable String wordAt(byte[] body, int at) {
    int first = body[at] | 0x20;
    if ((first != 'a' && first != 'c' && first != 'p') || !isSecond(first, body, at + 1)) {
      return null;
    }
    for (String word : WORDS) {
      if (isAt(body, at, word)) {
        return word;
      }
    }
    return null;
  }

  /** Whether a word goes on so; most places where a word might begin are told apart by it. */
  private static boolean isSecond(int first, byte[] body, int at) {
    if (at >= body.length) {
      return false;
    }
    int second = body[at] | 0x20;
    return switch (first) {
      case 'a' -> second == 'p' || second == 'c' || second == 'u';
      case 'c' -> second == 'l';
      default -> second == 'a';
    };
  }

  private static boolean isAt(byte[] body, int at, String word) {
    if (at + word.length() > body.length) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (Character.toLowerCase((char) body[at + i]) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
