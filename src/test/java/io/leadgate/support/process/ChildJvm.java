package io.leadgate.support.process;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs another JVM on this JVM's class path, for tests that need the death of a JVM or a heap
 * without the objects of other tests. Not thread-safe.
 */
public final class ChildJvm implements AutoCloseable {

  private final Process process;
  private final BufferedReader output;

  private ChildJvm(Process process) {
    this.process = process;
    this.output = process.inputReader();
  }

  static ChildJvm start(Class<?> mainClass, String... arguments) throws IOException {
    return start(List.of(), mainClass, arguments);
  }

  /**
   * Starts the JVM.
   *
   * @param options options of the JVM, such as {@code -Xmx1g}
   */
  public static ChildJvm start(List<String> options, Class<?> mainClass, String... arguments)
      throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(mainClass.getName());
    command.addAll(List.of(arguments));
    return new ChildJvm(
        new ProcessBuilder(command)
            .directory(new File("."))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** Sends an empty line to the child's standard input. */
  public void sendLine() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  /** The next line that the child prints; fails if the child ends without a line. */
  public String line() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new IOException("The child ended without a line");
    }
    return line;
  }

  /** Ends the child with SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
  }

  /**
   * Ends the child's own children and then the child with SIGKILL, so that no process is left to
   * act upon the child's death.
   */
  void killWithChildren() throws InterruptedException {
    for (ProcessHandle child : process.children().toList()) {
      child.destroyForcibly();
      child.onExit().join();
    }
    kill();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
