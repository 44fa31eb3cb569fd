package io.leadgate.fuzz;

/** Has the two methods that Jazzer calls by name, started by {@code load-tests/fuzz.sh}. */
public final class Fuzz {

  private static FuzzTarget target = FuzzTarget.JSON;

  private Fuzz() {}

  /**
   * Replays the corpus first, because classes are loaded and instrumented then, which on a busy
   * machine takes longer than an input may take.
   *
   * @param arguments the name of the target
   */
  public static void fuzzerInitialize(String[] arguments) {
    target = FuzzTarget.of(arguments[0]);
    target.corpus().forEach(target::verify);
  }

  public static void fuzzerTestOneInput(byte[] input) {
    target.verify(input);
  }
}
