package io.leadgate.halt;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.VertxException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/**
 * Finds out-of-memory errors within failures. {@code OutOfMemorySpec} shows that the process ends.
 */
class OutOfMemoryTest {

  private final OutOfMemoryError end = new OutOfMemoryError("Java heap space");

  @Test
  void outOfMemoryIsFoundAloneAndAmongCauses() {
    assertThat(OutOfMemory.find(end, 0)).isEqualTo(end);
    assertThat(OutOfMemory.find(new CompletionException(new ExceptionInInitializerError(end)), 0))
        .isEqualTo(end);
  }

  @Test
  void outOfMemoryIsFoundAmongSuppressedFailures() {
    Exception failure = new IllegalStateException("first", new VertxException("cause"));
    failure.addSuppressed(new IllegalStateException("a close that failed"));
    failure.addSuppressed(new VertxException(end));

    assertThat(OutOfMemory.find(failure, 0)).isEqualTo(end);
  }

  @Test
  void otherErrorsAreNotTakenForOutOfMemory() {
    assertThat(OutOfMemory.find(null, 0)).isNull();
    assertThat(OutOfMemory.find(new StackOverflowError(), 0)).isNull();
    assertThat(OutOfMemory.find(new InternalError("a bug", new IllegalStateException()), 0))
        .isNull();
  }

  @Test
  void circleOfCausesEndsTheSearch() {
    Exception first = new IllegalStateException("first");
    Exception second = new IllegalStateException("second", first);
    first.initCause(second);
    first.addSuppressed(second);
    second.addSuppressed(first);

    assertThat(OutOfMemory.find(first, 0)).isNull();
  }
}
