package io.leadgate.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads from the code which package uses which, and draws it for {@code docs/design.md}. As a
 * program it writes the drawing: {@code mvn -q test-compile exec:exec@drawing}.
 *
 * @param uses the packages that each package uses, by their names below {@code io.leadgate}; the
 *     root is {@code (root)}
 */
record Rooms(SortedMap<String, Set<String>> uses) {

  static final Path DESIGN = Path.of("docs/design.md");

  /** The packages that the picture leaves out, because most packages use them. */
  static final Set<String> FOUNDATION = Set.of("domain", "telemetry", "budget", "config", "halt");

  private static final String ROOT = "io.leadgate";
  private static final String ROOT_ROOM = "(root)";
  private static final String BEGIN = "<!-- rooms: made by the build -->\n";
  private static final String END = "<!-- end of rooms -->\n";
  private static final Path MAIN = Path.of("src/main/java");
  private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);
  private static final Pattern IMPORT =
      Pattern.compile("^import (?:static )?([a-z.]+)\\.[A-Z]", Pattern.MULTILINE);
  private static final Pattern QUESTION = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);

  static JavaClasses mainClasses() {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        // Made of the templates, which no class names.
        .withImportOption(location -> !location.contains("/console/pages/"))
        .importPackages(ROOT);
  }

  /**
   * Reads classes and sources, because each lacks uses: a class file lacks inlined constants and
   * the types of a pattern switch; a source lacks types that no line names.
   */
  static Rooms of(JavaClasses classes) throws IOException {
    SortedMap<String, Set<String>> uses = new TreeMap<>();
    for (JavaClass user : classes) {
      for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
        add(uses, user.getPackageName(), dependency.getTargetClass().getPackageName());
      }
    }
    for (Path file : Sources.all()) {
      if (file.startsWith(MAIN)) {
        String source = Files.readString(file);
        Matcher user = PACKAGE.matcher(source);
        Matcher used = IMPORT.matcher(source);
        if (user.find()) {
          used.results().forEach(line -> add(uses, user.group(1), line.group(1)));
        }
      }
    }
    return new Rooms(uses);
  }

  private static void add(SortedMap<String, Set<String>> uses, String user, String used) {
    if (used.startsWith(ROOT)) {
      uses.computeIfAbsent(room(used), name -> new TreeSet<>());
      if (!used.equals(user)) {
        uses.computeIfAbsent(room(user), name -> new TreeSet<>()).add(room(used));
      }
    }
  }

  private static String room(String packageName) {
    return packageName.equals(ROOT) ? ROOT_ROOM : packageName.substring(ROOT.length() + 1);
  }

  int arrows() {
    return uses.values().stream().mapToInt(Set::size).sum();
  }

  /** The document with the drawing between its two marks. */
  String drawnInto(String document) throws IOException {
    int from = document.indexOf(BEGIN) + BEGIN.length();
    int to = document.indexOf(END);
    if (from < BEGIN.length() || to < from) {
      throw new IllegalStateException("the document lacks the mark of the drawing: " + BEGIN);
    }
    return document.substring(0, from) + drawing() + document.substring(to);
  }

  private String drawing() throws IOException {
    return "\n```mermaid\nflowchart TD\n"
        + picture()
        + "```\n\n"
        + "The picture leaves out the arrows to "
        + FOUNDATION.stream().sorted().map("`%s`"::formatted).collect(Collectors.joining(", "))
        + ", and each arrow that a longer way of arrows also shows. The table has all %d arrows between the %d packages; a package uses packages of lower floors only.\n\n"
            .formatted(arrows(), uses.size())
        + table()
        + "\n";
  }

  private String picture() {
    StringBuilder lines = new StringBuilder();
    for (String room : uses.keySet()) {
      if (!FOUNDATION.contains(room)) {
        for (String used : usedBy(room)) {
          if (!FOUNDATION.contains(used) && !isOnALongerWay(room, used)) {
            lines.append("  %s --> %s\n".formatted(node(room), node(used)));
          }
        }
      }
    }
    return lines.toString();
  }

  private static String node(String room) {
    return room.equals(ROOT_ROOM) ? "root[io.leadgate]" : room.replace('.', '_') + "[" + room + "]";
  }

  private boolean isOnALongerWay(String room, String target) {
    return usedBy(room).stream()
        .filter(used -> !used.equals(target))
        .anyMatch(used -> reaches(used, target));
  }

  private boolean reaches(String room, String target) {
    return room.equals(target) || usedBy(room).stream().anyMatch(used -> reaches(used, target));
  }

  /** The packages by floor, the highest first. A package uses packages of lower floors only. */
  private String table() throws IOException {
    StringBuilder lines =
        new StringBuilder("| floor | package | what it does | uses |\n|---|---|---|---|\n");
    List<String> rooms = new ArrayList<>(uses.keySet());
    rooms.sort(Comparator.comparingInt(this::floor).reversed());
    for (String room : rooms) {
      lines.append(
          "| %d | `%s` | %s | %s |\n"
              .formatted(
                  floor(room),
                  room.equals(ROOT_ROOM) ? ROOT : room,
                  question(room),
                  String.join(", ", usedBy(room))));
    }
    return lines.toString();
  }

  /** The length of the longest way of arrows down from the package. */
  private int floor(String room) {
    return usedBy(room).stream().mapToInt(used -> floor(used) + 1).max().orElse(0);
  }

  private Set<String> usedBy(String room) {
    return uses.getOrDefault(room, Set.of());
  }

  /** The comment of the package. */
  private static String question(String room) throws IOException {
    String folder = room.equals(ROOT_ROOM) ? "" : room.replace('.', '/') + "/";
    Path file = Path.of("src/main/java/io/leadgate/" + folder + "package-info.java");
    Matcher comment = QUESTION.matcher(Files.readString(file));
    if (!comment.find()) {
      throw new IllegalStateException("no comment: " + file);
    }
    return comment.group(1).replaceAll("\\s*\\n \\*\\s*", " ").strip();
  }

  public static void main(String[] arguments) throws IOException {
    Files.writeString(DESIGN, of(mainClasses()).drawnInto(Files.readString(DESIGN)));
  }
}
