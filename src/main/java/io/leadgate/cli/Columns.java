package io.leadgate.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Prints lines in columns that are as wide as their widest text. */
final class Columns {

  private static final String BETWEEN = "  ";

  private final List<List<String>> lines = new ArrayList<>();

  Columns(String... heads) {
    add(heads);
  }

  void add(String... texts) {
    lines.add(List.of(texts).stream().map(OneLine::of).toList());
  }

  void print(PrintWriter out) {
    int[] widths =
        IntStream.range(0, lines.getFirst().size())
            .map(i -> lines.stream().mapToInt(line -> line.get(i).length()).max().orElse(0))
            .toArray();
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < line.size(); i++) {
        text.append(line.get(i)).repeat(' ', widths[i] - line.get(i).length()).append(BETWEEN);
      }
      out.println(text.toString().stripTrailing());
    }
  }
}
