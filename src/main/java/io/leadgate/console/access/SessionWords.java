package io.leadgate.console.access;

/** Says numbers of sessions in words. */
final class SessionWords {

  private SessionWords() {}

  static String live(int sessions) {
    return switch (sessions) {
      case 0 -> "no live session";
      case 1 -> "1 live session";
      default -> sessions + " live sessions";
    };
  }
}
