package io.leadgate.console.setup;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.console.frame.Form;
import java.util.List;

/** Makes JSON of what was typed. Text that is no number goes on as text, and is refused then. */
final class Typed {

  private Typed() {}

  /** Puts a whole number; empty text goes on as null. */
  static void number(ObjectNode json, String member, String typed) {
    if (typed.isEmpty()) {
      json.putNull(member);
    } else if (typed.matches("-?[0-9]{1,9}")) {
      json.put(member, Integer.parseInt(typed));
    } else if (typed.matches("-?[0-9]{1,18}")) {
      json.put(member, Long.parseLong(typed));
    } else {
      json.put(member, typed);
    }
  }

  /** Puts the lines of a text area as an array, as typed, without the blank lines. */
  static void lines(ArrayNode array, String typed) {
    lines(typed).forEach(array::add);
  }

  static List<String> lines(String typed) {
    return typed.lines().filter(line -> !line.isBlank()).toList();
  }

  /** What was typed into a text area, where each line is a value of its own. */
  static String area(Form form, String name) {
    return form.raw(name).replace("\r", "");
  }
}
