package io.leadgate.release;

import java.util.List;
import java.util.regex.Pattern;

/** Takes the notes of a version out of the changelog, in the form of Keep a Changelog. */
final class ReleaseNotes {

  private static final String SNAPSHOT = "-SNAPSHOT";

  private ReleaseNotes() {}

  /**
   * The section of a version, without its heading.
   *
   * @param version as in the build; the notes of a snapshot are those of "Unreleased"
   * @throws IllegalStateException if the changelog has no such section, or nothing in that of a
   *     release
   */
  static String of(String version, List<String> changelog) {
    boolean isSnapshot = version.endsWith(SNAPSHOT);
    Pattern heading =
        isSnapshot
            ? Pattern.compile("## \\[Unreleased]")
            : Pattern.compile("## \\[" + Pattern.quote(version) + "] - \\d{4}-\\d{2}-\\d{2}");
    int begin = 0;
    while (begin < changelog.size() && !heading.matcher(changelog.get(begin)).matches()) {
      begin++;
    }
    if (begin == changelog.size()) {
      throw new IllegalStateException(
          "CHANGELOG.md has no line \"## [%s] - <date>\"".formatted(version));
    }
    String notes =
        String.join(
                "\n",
                changelog.subList(begin + 1, changelog.size()).stream()
                    .takeWhile(line -> !line.startsWith("## "))
                    .toList())
            .strip();
    if (notes.isEmpty() && isSnapshot) {
      return "Nothing was changed since the last release.\n";
    }
    if (notes.isEmpty()) {
      throw new IllegalStateException("CHANGELOG.md says nothing of " + version);
    }
    return notes + "\n";
  }
}
