package io.leadgate.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReleaseNotesTest {

  private static final List<String> CHANGELOG =
      """
      # Changelog

      ## [Unreleased]

      ### Added

      - Next.

      ## [0.2.0] - 2027-01-31

      ### Fixed

      - Second.

      ## [0.1.0] - 2026-11-29

      - First.
      """
          .lines()
          .toList();

  @Test
  void notesAreTheSectionOfTheVersion() {
    assertThat(ReleaseNotes.of("0.2.0", CHANGELOG)).isEqualTo("### Fixed\n\n- Second.\n");
    assertThat(ReleaseNotes.of("0.1.0", CHANGELOG)).isEqualTo("- First.\n");
  }

  @Test
  void notesOfASnapshotAreWhatIsUnreleased() {
    assertThat(ReleaseNotes.of("0.3.0-SNAPSHOT", CHANGELOG)).isEqualTo("### Added\n\n- Next.\n");
  }

  @Test
  void notesOfASnapshotWithoutChangesSaySo() {
    assertThat(ReleaseNotes.of("0.2.0-SNAPSHOT", List.of("## [Unreleased]", "", "## [0.1.0]")))
        .isEqualTo("Nothing was changed since the last release.\n");
  }

  @Test
  void versionWithoutADatedSectionIsRefused() {
    assertThatThrownBy(() -> ReleaseNotes.of("0.3.0", CHANGELOG))
        .hasMessage("CHANGELOG.md has no line \"## [0.3.0] - <date>\"");
    assertThatThrownBy(() -> ReleaseNotes.of("0.1", CHANGELOG)).hasMessageContaining("[0.1]");
  }

  @Test
  void versionWithNothingToSayIsRefused() {
    assertThatThrownBy(
            () -> ReleaseNotes.of("0.1.0", List.of("## [0.1.0] - 2026-11-29", "", "## [0.0.1]")))
        .hasMessage("CHANGELOG.md says nothing of 0.1.0");
  }

  @Test
  void changelogHasTheReleasesNewestFirst() throws IOException {
    List<String> releases =
        Files.readAllLines(Path.of("CHANGELOG.md")).stream()
            .filter(line -> line.startsWith("## "))
            .toList();

    assertThat(releases.getFirst()).isEqualTo("## [Unreleased]");
    assertThat(releases.subList(1, releases.size()))
        .allMatch(line -> line.matches("## \\[\\d+\\.\\d+\\.\\d+] - \\d{4}-\\d{2}-\\d{2}"));
  }
}
