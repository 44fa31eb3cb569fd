package io.leadgate.console;

import io.leadgate.token.check.CpuProfiler;
import io.vertx.core.buffer.Buffer;
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

/** Measures the CPU time of a page of the console with 100 rows, which must be under 1 ms. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Benchmark)
public class PagesBenchmark {

  private static final double NANOS_MAX = 1_000_000;

  /** Set by {@link #main}. */
  @Param("credentials")
  public String page = "";

  private final FullPages pages = new FullPages();

  @Benchmark
  public Buffer render() {
    return pages.render(page);
  }

  public static void main(String[] arguments) throws RunnerException {
    new Runner(
            new OptionsBuilder()
                .include(PagesBenchmark.class.getName())
                .param("page", FullPages.names().toArray(String[]::new))
                .addProfiler(CpuProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build())
        .run()
        .forEach(PagesBenchmark::print);
  }

  /** The best iteration, because disturbances only slow an iteration down. */
  private static void print(RunResult run) {
    double best =
        Objects.requireNonNull(run.getSecondaryResults().get(CpuProfiler.LABEL))
            .getStatistics()
            .getMin();
    String page = run.getParams().getParam("page");
    System.out.printf(
        "%s the page %s with %d rows, %d bytes, takes %.0f µs of CPU, less than %.0f µs%n",
        best < NANOS_MAX ? "PASS" : "FAIL",
        page,
        FullPages.ROWS,
        new FullPages().render(page).length(),
        best / 1000,
        NANOS_MAX / 1000);
  }
}
