package io.leadgate.deploy;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Renders a folder of {@code k8s/} as {@code kubectl apply -k} does. The program is the one that
 * the variable {@code KUSTOMIZE} names, else {@code kubectl} with kustomize 5, else {@code
 * kustomize}. Without any, tests are aborted; with {@code CI=true} they fail. Thread-safe.
 */
final class Kustomize {

  private static final long SECONDS_MAX = 60;
  private static final AtomicBoolean TOLD = new AtomicBoolean();
  private static final Optional<List<String>> PROGRAM = find();

  private Kustomize() {}

  private record Result(int status, String out, String err) {}

  static String render(Path folder) {
    List<String> program =
        PROGRAM.orElseGet(() -> missing("true".equals(System.getenv("CI")), System.out, TOLD));
    Result result =
        run(Stream.concat(program.stream(), Stream.of(folder.toString())).toList()).orElseThrow();
    if (result.status() != 0) {
      throw new IllegalStateException("%s %s: %s".formatted(program, folder, result.err()));
    }
    return result.out();
  }

  /**
   * Fails, or aborts the test.
   *
   * @param told whether the console has the line that says so already
   */
  static List<String> missing(boolean isFailure, PrintStream console, AtomicBoolean told) {
    String line =
        "k8s/ is not rendered: neither kubectl with kustomize 5 nor kustomize is here, nor does KUSTOMIZE name it";
    if (isFailure) {
      throw new IllegalStateException(line);
    }
    if (told.compareAndSet(false, true)) {
      console.println(line);
    }
    return abort(line);
  }

  private static Optional<List<String>> find() {
    String named = System.getenv("KUSTOMIZE");
    if (named != null && !named.isEmpty()) {
      return Optional.of(List.of(named, "build"));
    }
    if (run(List.of("kubectl", "version", "--client"))
        .filter(version -> version.out().contains("Kustomize Version: v5."))
        .isPresent()) {
      return Optional.of(List.of("kubectl", "kustomize"));
    }
    return run(List.of("kustomize", "version")).map(version -> List.of("kustomize", "build"));
  }

  /** Runs a program to its end, or returns nothing where there is no such program. */
  private static Optional<Result> run(List<String> command) {
    try {
      Path out = Files.createTempFile("kustomize", ".yaml");
      Path err = Files.createTempFile("kustomize", ".txt");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new IllegalStateException("%s has not ended".formatted(command));
        }
        return Optional.of(
            new Result(process.exitValue(), Files.readString(out), Files.readString(err)));
      } catch (IOException e) {
        return Optional.empty();
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
