package io.leadgate;

/** Finds the failure at the bottom of a chain of causes, which says the most to a person. */
public final class RootCause {

  private RootCause() {}

  public static Throwable of(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** The first line of the root cause's message, or an empty text. */
  public static String line(Throwable failure) {
    return String.valueOf(of(failure).getMessage()).lines().findFirst().orElse("");
  }
}
