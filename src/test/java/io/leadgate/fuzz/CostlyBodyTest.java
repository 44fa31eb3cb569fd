package io.leadgate.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.LeadType;
import io.leadgate.receiver.format.LeadParser;
import io.leadgate.web.request.ContentType;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Shows that the parsers read a costly body in a time proportional to its length: a body of the
 * largest size takes about as long as eight bodies of an eighth of its length, where a quadratic
 * reader would take eight times as long. Measures the CPU time of the thread, so that a busy
 * machine does not count.
 */
class CostlyBodyTest {

  private static final int PARTS = 8;
  private static final int FACTOR_MAX = 3;

  /** Enough for the JIT compilers to settle; most bodies need a few. */
  private static final int ROUNDS_MAX = 200;

  private static final int ROUNDS_MIN = 5;

  /** The error of the clock. */
  private static final long NANOS_MIN = 200_000;

  private static final LeadParser PARSER = new LeadParser(Oracle.LIMITS);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @MethodSource("io.leadgate.fuzz.CostlyBody#all")
  void timeIsProportionalToTheLength(CostlyBody hostile) {
    byte[] whole = hostile.part(1);
    byte[] part = hostile.part(PARTS);
    long wholeNanos = Long.MAX_VALUE;
    long partNanos = Long.MAX_VALUE;

    assertThat(whole).hasSizeGreaterThan(hostile.length() * 9 / 10);
    for (int round = 0; needsAnotherRound(round, wholeNanos, partNanos); round++) {
      wholeNanos = Math.min(wholeNanos, nanos(hostile.format(), whole, 1));
      partNanos = Math.min(partNanos, nanos(hostile.format(), part, PARTS));
    }

    assertThat(wholeNanos).isLessThanOrEqualTo(nanosMax(partNanos));
  }

  private static boolean needsAnotherRound(int round, long wholeNanos, long partNanos) {
    return round < ROUNDS_MIN || (round < ROUNDS_MAX && wholeNanos > nanosMax(partNanos));
  }

  private static long nanosMax(long partNanos) {
    return FACTOR_MAX * partNanos + NANOS_MIN;
  }

  /** The CPU time of a round. The least of several rounds counts, because disturbances add time. */
  private static long nanos(ContentType format, byte[] body, int times) {
    long began = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < times; i++) {
      for (LeadType type : FuzzTypes.ALL) {
        var unused = PARSER.parse(format, body, type).toEnd();
      }
    }
    return THREADS.getCurrentThreadCpuTime() - began;
  }
}
