package io.leadgate.token.check;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link TokenCheckBenchmark} and requires less than 1 µs of CPU time for a local hit. */
final class TokenCheckRun {

  private static final double NANOS_MAX = 1000;
  private static final List<String> IN_USE = List.of("64", "4096");

  private TokenCheckRun() {}

  public static void main(String[] arguments) throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include(TokenCheckBenchmark.class.getName())
            .param("inUse", IN_USE.toArray(String[]::new))
            .addProfiler(CpuProfiler.class)
            .verbosity(VerboseMode.SILENT)
            .jvmArgsAppend("-Dlogback.configurationFile=logback-spec.xml")
            .shouldFailOnError(true)
            .build();
    Collection<RunResult> runs = new Runner(options).run();

    System.out.printf(
        "%-10s %7s %9s %9s %9s%n", "ns", "tokens", "best CPU", "mean CPU", "on clock");
    for (String inUse : IN_USE) {
      double headers = row(runs, "headers", inUse);
      double hit = row(runs, "localHit", inUse) - headers;
      double signature = row(runs, "signature", inUse) - headers;
      System.out.printf(
          "%s with %s tokens in use a local hit takes %.0f ns of CPU, less than %.0f ns; the signature alone %.0f ns, %.1f times that%n",
          hit < NANOS_MAX ? "PASS" : "FAIL", inUse, hit, NANOS_MAX, signature, signature / hit);
    }
  }

  /** The best iteration, because disturbances only slow an iteration down. */
  private static double row(Collection<RunResult> runs, String benchmark, String inUse) {
    RunResult run =
        runs.stream()
            .filter(any -> any.getPrimaryResult().getLabel().equals(benchmark))
            .filter(any -> any.getParams().getParam("inUse").equals(inUse))
            .findFirst()
            .orElseThrow();
    Result<?> cpu = Objects.requireNonNull(run.getSecondaryResults().get(CpuProfiler.LABEL));
    double best = cpu.getStatistics().getMin();
    System.out.printf(
        "%-10s %7s %9.0f %9.0f %9.0f%n",
        benchmark, inUse, best, cpu.getScore(), run.getPrimaryResult().getScore());
    return best;
  }
}
