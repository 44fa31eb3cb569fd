package io.leadgate.dev;

/** Says in one line why the development run cannot start. */
final class RunRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RunRefused(String message) {
    super(message);
  }
}
