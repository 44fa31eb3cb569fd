package io.leadgate.support.log;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Names the messages of the errors that a gateway logs while the annotated test runs, or any test
 * of the annotated class. {@link LoggedFaults} fails the build with every other error.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ErrorExpectation.class)
public @interface LogsError {
  /** The messages, each as it stands in the log. */
  String[] value();
}
