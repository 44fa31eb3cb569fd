package io.leadgate.dev;

/** Why the development run cannot start, in one line for the person who started it. */
final class RunRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RunRefused(String message) {
    super(message);
  }
}
