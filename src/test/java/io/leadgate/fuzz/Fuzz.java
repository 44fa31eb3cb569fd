package io.leadgate.fuzz;

/**
 * Where Jazzer comes in, which calls these two by their names; {@code load-tests/fuzz.sh} starts
 * it.
 */
public final class Fuzz {

  private static FuzzTarget target = FuzzTarget.JSON;

  private Fuzz() {}

  /**
   * Goes through what is known first: classes are loaded and instrumented then, which on a busy
   * machine takes longer than an input may.
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
