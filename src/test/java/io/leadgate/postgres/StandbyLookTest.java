package io.leadgate.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.Standbys;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads the number of wanted standbys from {@code synchronous_standby_names}. */
class StandbyLookTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 0",
        "' ' | 0",
        "* | 1",
        "standby1 | 1",
        "standby1, standby2 | 1",
        "'\"3 (a\", b' | 1",
        "'\"first 2\"' | 1",
        "'12, 13' | 1",
        "2 (a, b, c) | 2",
        "' 2( a,b)' | 2",
        "FIRST 1 (a) | 1",
        "first 3 (*) | 3",
        "ANY 2 (a, b, c) | 2",
        "'any  10(\"a (1\")' | 10",
      })
  void theSettingGivesTheNumberOfWantedStandbys(String names, int wanted) {
    assertThat(StandbyLook.wanted(names)).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 1", "1, 0, 1", "1, 1, 2", "1, 3, 2", "2, 1, 2", "2, 2, 3"})
  void aCommitIsOnThePrimaryAndOnTheAwaitedStandbys(int wanted, int live, int machines) {
    Standbys.Seen seen = new Standbys.Seen(wanted, live);

    assertThat(seen.machines()).isEqualTo(machines);
    assertThat(seen.areMissing()).isEqualTo(live < wanted);
  }
}
