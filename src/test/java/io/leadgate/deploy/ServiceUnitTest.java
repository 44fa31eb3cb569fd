package io.leadgate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Checks the unit of systemd. */
class ServiceUnitTest {

  private static final String UNIT = "config/leadgate.service";

  @Test
  void commandIsThatOfTheImageWithoutItsCache() throws IOException {
    Dockerfile.Stage last = Dockerfile.read().stage(Dockerfile.LAST);
    String entrypoint =
        String.join(
            " ",
            last.words("ENTRYPOINT").stream()
                .filter(word -> !word.startsWith("-XX:AOTCache") && !word.startsWith("-D"))
                .toList());
    assertThat(ProjectFiles.find(UNIT, "^ExecStart=(.*)$"))
        .isEqualTo("/usr/bin/%s %s", entrypoint, String.join(" ", last.words("CMD")));
  }

  @Test
  void memoryLimitFitsTheOptionsOfTheJvm() throws IOException {
    long gib = Long.parseLong(ProjectFiles.find(UNIT, "^MemoryMax=(\\d+)G$"));
    assertThat(ProjectFiles.fits(gib * 1024 * ProjectFiles.MIB)).isTrue();
  }

  @Test
  void stopMayTakeAsLongAsTheDrain() throws IOException {
    assertThat(Integer.parseInt(ProjectFiles.find(UNIT, "^TimeoutStopSec=(\\d+)$")))
        .isGreaterThan(10);
  }

  @Test
  void wrongSettingsAreNotTriedAgain() throws IOException {
    assertThat(ProjectFiles.find(UNIT, "^RestartPreventExitStatus=(.*)$")).isEqualTo("2");
  }

  @Test
  void stopDuringTheStartIsNoFailure() throws IOException {
    assertThat(ProjectFiles.find(UNIT, "^SuccessExitStatus=(.*)$")).isEqualTo("143");
  }

  /** The JVM writes the code that it runs. */
  @Test
  void unitLetsTheJvmWriteCode() throws IOException {
    assertThat(ProjectFiles.text(UNIT)).doesNotContain("MemoryDenyWriteExecute=true");
  }
}
