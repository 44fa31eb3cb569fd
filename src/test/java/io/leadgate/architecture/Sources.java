package io.leadgate.architecture;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds the project's Java files and formats them with google-java-format. The formatter runs on
 * the JDK of the build, because Maven's own JDK may be older than the language. As a program this
 * class formats all files: {@code mvn -q test-compile exec:exec@format}.
 */
final class Sources {

  private static final List<Path> ROOTS = List.of(Path.of("src"), Path.of("load-tests"));

  private Sources() {}

  static List<Path> all() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path root : ROOTS) {
      try (Stream<Path> found = Files.walk(root)) {
        found.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
      }
    }
    return files;
  }

  static String formatted(Path file) throws IOException, FormatterException {
    String source = RemoveUnusedImports.removeUnusedImports(Files.readString(file));
    String ordered = ImportOrderer.reorderImports(source, JavaFormatterOptions.Style.GOOGLE);
    return new Formatter().formatSource(ordered);
  }

  public static void main(String[] arguments) throws IOException, FormatterException {
    for (Path file : all()) {
      String formatted = formatted(file);
      if (!formatted.equals(Files.readString(file))) {
        Files.writeString(file, formatted);
      }
    }
  }
}
