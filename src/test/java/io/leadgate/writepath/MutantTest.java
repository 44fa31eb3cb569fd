package io.leadgate.writepath;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that each mutant still finds the place that it changes. */
class MutantTest {

  private static final Sql PROJECT = Sql.ofTheProject();

  static Stream<Mutant> mutants() {
    return Mutant.all().stream();
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void mutantChangesTheProject(Mutant mutant) {
    assertThat(mutant.change().apply(PROJECT)).isNotEqualTo(PROJECT);
  }

  @Test
  void mutantsDiffer() {
    List<Sql> mutated = mutants().map(mutant -> mutant.change().apply(PROJECT)).toList();

    assertThat(mutated).doesNotHaveDuplicates();
  }
}
