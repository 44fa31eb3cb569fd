package io.leadgate.persistence;

import static io.leadgate.persistence.RunningPersistence.await;
import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.support.process.Await;
import io.leadgate.telemetry.Event;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Leads that are sent at once to a persistence whose database refuses some of them, for a cause
 * that need not be theirs.
 */
final class BadAmongGood {

  static final int LEADS = 300;

  /** The fields of a lead that the database refuses. */
  static final String BAD = "{\"bad\":\"bad\"}";

  static final IngestResult STORED = IngestResult.STORED;

  /** Loose because of busy machines, and far below the wait of the refused rows. */
  private static final Duration GOOD_MAX = Duration.ofSeconds(5);

  private static final Duration WAIT = Duration.ofSeconds(20);

  /** The setting of the wait of refused rows. */
  static final String WAIT_SETTING = WAIT.toSeconds() + "s";

  private final RunningPersistence persistence;
  private final List<Future<IngestResult>> good = new ArrayList<>();
  private final List<Future<IngestResult>> bad = new ArrayList<>();
  private final long began = System.nanoTime();

  private BadAmongGood(RunningPersistence persistence) {
    this.persistence = persistence;
  }

  /** Loads the classes and opens the connections of both lanes of a persistence. */
  static void warmUp(RunningPersistence persistence) {
    assertThat(await(persistence.store(persistence.lead(LEAD)))).isEqualTo(STORED);
    assertThat(await(persistence.store(persistence.lead(LEAD, "warm")))).isEqualTo(STORED);
  }

  /**
   * Sends leads at once.
   *
   * @param lead makes the lead with a number below {@link #LEADS}, bad or good
   */
  static BadAmongGood send(RunningPersistence persistence, IntFunction<Lead> lead) {
    BadAmongGood sent = new BadAmongGood(persistence);
    for (int i = 0; i < LEADS; i++) {
      Lead made = lead.apply(i);
      (made.fields().equals(BAD) ? sent.bad : sent.good).add(persistence.store(made));
    }
    return sent;
  }

  /** Asserts that the good leads are stored and that the bad leads alone wait. */
  BadAmongGood assertOnlyTheBadWait() {
    assertThat(good).allMatch(result -> await(result).equals(STORED));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(GOOD_MAX);
    assertThat(await(persistence.store(persistence.lead(LEAD)))).isEqualTo(STORED);
    // The last bad lead may not have been tried alone yet, and would then never have failed alone.
    Await.until(
        "each bad lead has failed alone",
        WAIT,
        () -> persistence.events(Event.RowFailing.class).size() == bad.size());
    assertThat(bad).isNotEmpty().noneMatch(Future::isComplete);
    return this;
  }

  /** Asserts the result of each bad lead, when the cause is gone. */
  void assertBad(IngestResult result) {
    assertThat(bad).allMatch(each -> await(each).equals(result));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(WAIT);
    assertThat(persistence.events(Event.RowRefused.class)).isEmpty();
    assertThat(persistence.events(Event.RowFailing.class)).hasSameSizeAs(bad);
  }
}
