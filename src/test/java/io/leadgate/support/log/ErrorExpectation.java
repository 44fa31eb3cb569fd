package io.leadgate.support.log;

import java.lang.reflect.AnnotatedElement;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Records when a test with {@link LogsError} began and ended. */
final class ErrorExpectation implements BeforeEachCallback, AfterEachCallback {

  /** A node may notice a fault that the test caused a little after the end of the test. */
  private static final Duration LATE_MAX = Duration.ofSeconds(1);

  private static final ExtensionContext.Namespace HERE =
      ExtensionContext.Namespace.create(ErrorExpectation.class);

  @Override
  public void beforeEach(ExtensionContext context) {
    context.getStore(HERE).put(Instant.class, Instant.now());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Instant began = context.getStore(HERE).getOrDefault(Instant.class, Instant.class, Instant.MAX);
    Instant ended = Instant.now().plus(LATE_MAX);
    Stream.<AnnotatedElement>of(context.getRequiredTestMethod(), context.getRequiredTestClass())
        .map(annotated -> annotated.getAnnotation(LogsError.class))
        .filter(expected -> expected != null)
        .flatMap(expected -> Stream.of(expected.value()))
        .forEach(message -> SpecLog.expectError(message, began, ended));
  }
}
