package io.leadgate.cli;

/**
 * Starts the command line, if this Java is new enough: {@code java -jar leadgate.jar}. The build
 * compiles this class alone for Java 8, so that an older Java says what it lacks instead of naming
 * the version of a class file.
 */
public final class Launcher {

  private static final int JAVA_MIN = 21;

  private Launcher() {}

  public static void main(String[] arguments) {
    // Java 8 calls itself 1.8.
    if (Double.parseDouble(System.getProperty("java.specification.version")) < JAVA_MIN) {
      System.err.println(
          "leadgate needs Java "
              + JAVA_MIN
              + " or later; this is Java "
              + System.getProperty("java.version")
              + " in "
              + System.getProperty("java.home"));
      System.exit(1);
    }
    System.exit(Leadgate.execute(arguments));
  }
}
