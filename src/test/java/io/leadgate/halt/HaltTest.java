package io.leadgate.halt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Ends a second JVM, and reads its exit status and its last line. */
class HaltTest {

  private static final long END_MAX_SECONDS = 60;

  @Test
  void severalThreadsThatHaltTogetherWriteOneLine() throws Exception {
    Process process = start("several");
    String line = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor(END_MAX_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(3);
    assertThat(line).isEqualTo("leadgate ends: out of memory: heap?\n");
  }

  @Test
  void processEndsEvenIfStderrHasNoReader() throws Exception {
    Process process = start("unread");

    assertThat(process.waitFor(END_MAX_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(3);
  }

  private static Process start(String mode) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = System.getProperty("java.class.path");
    return new ProcessBuilder(
            List.of(
                java, "-XX:TieredStopAtLevel=1", "-cp", classPath, Ending.class.getName(), mode))
        .start();
  }

  /** Runs in the other JVM. */
  static final class Ending {

    private static final int PIPE_BYTES = 1 << 16;

    private Ending() {}

    public static void main(String[] arguments) throws IOException {
      Halt.prepare();
      if (arguments[0].equals("unread")) {
        fillStderr();
      }
      for (int i = 0; i < 8; i++) {
        Thread.ofPlatform()
            .start(() -> OutOfMemory.endProcessIfIn(new IllegalStateException(outOfMemory())));
      }
    }

    /** Writes as much as a pipe holds, so that the next write waits for a reader. */
    private static void fillStderr() throws IOException {
      try (FileOutputStream stderr = new FileOutputStream("/dev/fd/2")) {
        stderr.write(new byte[PIPE_BYTES]);
      }
    }

    private static OutOfMemoryError outOfMemory() {
      return new OutOfMemoryError("heap\n");
    }
  }
}
