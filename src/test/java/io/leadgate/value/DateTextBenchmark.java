package io.leadgate.value;

import io.leadgate.token.check.CpuProfiler;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures the CPU time that {@link DateText} takes for a date in each of its usual forms. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class DateTextBenchmark {

  @Param({
    "2001-12-31",
    "12/31/2001",
    "2001-12-31T10:00:00Z",
    "2001-12-31T10:00:00.123+05:30",
    "12/31/2001 10:00:00 PM",
    "Dec 31, 2001",
    "Monday, December 31, 2001 at 10:00:00 p.m. GMT+0100",
    "2001-12-31T10:00:00.123456789+19:00"
  })
  public String text = "";

  @Benchmark
  public boolean isDate() {
    return DateText.isDate(text);
  }

  public static void main(String[] arguments) throws RunnerException {
    Collection<RunResult> runs =
        new Runner(
                new OptionsBuilder()
                    .include(DateTextBenchmark.class.getName())
                    .addProfiler(CpuProfiler.class)
                    .verbosity(VerboseMode.SILENT)
                    .shouldFailOnError(true)
                    .build())
            .run();
    runs.forEach(DateTextBenchmark::print);
  }

  /** The best iteration, because disturbances only slow an iteration down. */
  private static void print(RunResult run) {
    double best =
        Objects.requireNonNull(run.getSecondaryResults().get(CpuProfiler.LABEL))
            .getStatistics()
            .getMin();
    System.out.printf(
        "%5.0f ns of CPU  %s  %s%n",
        best, run.getPrimaryResult().getLabel(), run.getParams().getParam("text"));
  }
}
