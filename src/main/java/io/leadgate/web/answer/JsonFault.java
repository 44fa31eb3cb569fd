package io.leadgate.web.answer;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;

/**
 * Tells the sender of a text that is no JSON what is wrong with the text, and where. Chooses among
 * fixed sentences, so that no answer repeats a part of the body.
 */
public final class JsonFault {

  private JsonFault() {}

  /**
   * The sentence for the sender.
   *
   * @param depthMax the most levels of objects and arrays
   */
  public static String of(JsonProcessingException fault, int depthMax) {
    if (fault instanceof StreamConstraintsException) {
      return "The JSON is nested too deep: at most %d levels are taken.".formatted(depthMax);
    }
    JsonLocation at = fault.getLocation();
    return at == null
        ? "The JSON is not valid: %s.".formatted(what(fault))
        : "The JSON is not valid at line %d, column %d: %s."
            .formatted(at.getLineNr(), at.getColumnNr(), what(fault));
  }

  private static String what(JsonProcessingException fault) {
    String told = String.valueOf(fault.getOriginalMessage());
    if (fault instanceof JsonEOFException ended) {
      return ended.getTokenBeingDecoded() == JsonToken.VALUE_STRING
              || ended.getTokenBeingDecoded() == JsonToken.FIELD_NAME
          ? "a quote is not closed, and the text ends"
          : "the text ends early";
    }
    if (told.startsWith("Illegal unquoted character")) {
      return "a line break, tab or other control character stands in a string; write \\n, \\t or"
          + " \\u and its code";
    }
    if (told.startsWith("Illegal character ((CTRL-CHAR, code 0))")) {
      return "a NUL stands there, as in UTF-16; send the body in UTF-8";
    }
    if (told.startsWith("Unexpected character (")) {
      return unexpected(told.charAt("Unexpected character ('".length()), told);
    }
    if (told.startsWith("Unexpected close marker")) {
      return "a bracket closes what another kind of bracket opened";
    }
    if (told.startsWith("Unrecognized token")) {
      return "a word stands without quotes; a value is a string in double quotes, a number, true,"
          + " false, null, an object or an array";
    }
    if (told.startsWith("Unrecognized character escape")) {
      return "a backslash stands before a character that takes none; a backslash itself is \\\\";
    }
    if (told.startsWith("Invalid numeric value")) {
      return "a number is written as JSON does not allow; send it as a string";
    }
    if (told.startsWith("Duplicate field")) {
      return "an object has a name twice";
    }
    return "something stands there that JSON does not allow";
  }

  /**
   * @param found the character that was found
   * @param told the parser's message, which tells what it looked for
   */
  private static String unexpected(char found, String told) {
    if (told.contains("double-quote to start field name")) {
      return switch (found) {
        case '}', ',' -> "there is a comma too many";
        case '{' -> "a name is missing, as where a placeholder was not filled";
        default -> "a name stands without double quotes";
      };
    }
    if (told.contains("to separate")) {
      return "a comma is missing, or a quote in a string has no backslash before it";
    }
    if (told.contains("colon to separate field name and value")) {
      return "the colon behind a name is missing";
    }
    return switch (found) {
      case ',', '}', ']' -> "a value is missing, or there is a comma too many";
      case '\'' -> "a string stands in single quotes; write double quotes";
      case '{' -> "a value is missing, as where a placeholder was not filled";
      default -> "a value is missing, or stands without double quotes";
    };
  }
}
