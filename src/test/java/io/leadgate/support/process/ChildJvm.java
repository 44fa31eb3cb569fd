package io.leadgate.support.process;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM with the class path of this one, for what only the death of a JVM can show. */
final class ChildJvm implements AutoCloseable {

  private final Process process;
  private final BufferedReader output;

  private ChildJvm(Process process) {
    this.process = process;
    this.output = process.inputReader();
  }

  static ChildJvm start(Class<?> mainClass, String... arguments) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(mainClass.getName());
    command.addAll(List.of(arguments));
    return new ChildJvm(
        new ProcessBuilder(command)
            .directory(new File("."))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** The next line that it prints; fails if it ends without one. */
  String line() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new IOException("The child ended without a word");
    }
    return line;
  }

  /** Ends it by SIGKILL, as kill -9 does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
  }

  /** Ends it and, before, its own children, so that nothing is there to act upon its death. */
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
