package io.leadgate.catalog;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes the fields of lead types, and the rules and names of campaigns, as in their tables. */
final class SampleJson {

  private SampleJson() {}

  static String fields(int count, IntFunction<JsonObject> field) {
    return new JsonArray(IntStream.range(0, count).mapToObj(field).toList()).encode();
  }

  static JsonObject text(String name, int i) {
    return new JsonObject().put("name", name + i).put("label", name + i).put("type", "text");
  }

  static JsonObject label(String part, int i) {
    return text("a", i).put("label", part.repeat(200 / part.length()));
  }

  static String choices(int fields, IntFunction<String> option, int options) {
    List<String> all = IntStream.range(0, options).mapToObj(option).toList();
    return fields(
        fields, i -> text("a", i).put("type", "choice").put("options", new JsonArray(all)));
  }

  static String letters(int i) {
    return (char) ('A' + i % 26) + Integer.toString(i / 26, 36);
  }

  /** Options of four characters that fall into three bins of a hash table of 4,096 bins. */
  static String colliding() {
    List<String> options = new ArrayList<>();
    for (int i = 0; options.size() < 1_000; i++) {
      String option = (char) ('A' + i % 26) + Integer.toString(46_656 + i / 26, 36).substring(1);
      int hash = option.hashCode();
      if (((hash ^ (hash >>> 16)) & 4_095) < 3) {
        options.add(option);
      }
    }
    return choices(7, options::get, 1_000);
  }

  /** An array of different names, as SQL. */
  static String names(int count, String name) {
    return IntStream.range(0, count)
        .mapToObj(i -> name + Integer.toString(i, 36))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static List<String> names(int set, int count, String name) {
    return IntStream.range(0, count)
        .mapToObj(i -> name + Integer.toString(set * count + i, 36))
        .toList();
  }

  /** Rules of which each set is a kind of its own. */
  static String rules(int sets, int names, String name) {
    List<JsonArray> all =
        IntStream.range(0, sets).mapToObj(i -> new JsonArray(names(i, names, name))).toList();
    return new JsonObject()
        .put("sets", new JsonArray(all))
        .put("days", 1)
        .put("action", "flag")
        .put("within", "campaign")
        .encode();
  }
}
