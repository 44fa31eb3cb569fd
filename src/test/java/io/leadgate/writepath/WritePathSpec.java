package io.leadgate.writepath;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks the project's schema and statements against the model. {@code
 * load-tests/write-path-check.sh} runs longer trials, also with a given seed, and trials of all
 * mutants.
 */
@Tag("faults")
class WritePathSpec {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofSeconds(4);

  private static final TrialServer SERVER = TrialServer.start();

  private final long seed = System.currentTimeMillis();

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @Test
  void verdictsAndTablesAreThoseOfAModelThatJudgesLeadAfterLead() throws Exception {
    Result result = new Trial(SERVER, Sql.ofTheProject(), LONG, seed, true).run();

    assertThat(result.findings().checks()).as(result::toString).isEmpty();
    assertThat(result.counts().rows()).as(result::toString).isGreaterThan(5_000);
  }

  static Stream<Mutant> quicklyFound() {
    return Stream.of(Mutant.hashesNotGivenBack(), Mutant.keysNotGivenBack());
  }

  @ParameterizedTest
  @MethodSource("quicklyFound")
  void faultOfTheFunctionIsFound(Mutant mutant) throws Exception {
    Sql mutated = mutant.change().apply(Sql.ofTheProject());
    Result result = new Trial(SERVER, mutated, SHORT, seed, false).run();

    assertThat(result.findings().checks()).as(result::toString).contains(mutant.caughtBy());
  }
}
