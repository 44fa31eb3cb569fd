package io.leadgate.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** Looks at what happens where no program can render. */
class KustomizeTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream console = new PrintStream(bytes, true, UTF_8);
  private final AtomicBoolean told = new AtomicBoolean();

  @Test
  void testsFailWithoutKustomizeWhereTheyMustRun() {
    assertThatThrownBy(() -> Kustomize.missing(true, console, told))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is not rendered");
  }

  @Test
  void testsAreAbortedWithoutKustomizeAndTheConsoleHasOneLine() {
    for (int test = 0; test < 2; test++) {
      assertThatThrownBy(() -> Kustomize.missing(false, console, told))
          .isInstanceOf(TestAbortedException.class);
    }

    assertThat(bytes.toString(UTF_8).lines()).hasSize(1);
  }
}
