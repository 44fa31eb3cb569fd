package io.leadgate.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.bus.Questions.Answer;
import io.leadgate.domain.Contact;
import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.domain.LeadId;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.Unanswered;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sends leads of one request to an answerer on the bus that answers some of them early. */
class LeadSinkTest {

  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final long MAX_SECONDS = 60;
  private static final IngestResult NOT_KNOWN =
      new IngestResult.Refused(Refusal.STORAGE_UNAVAILABLE);

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private IngestBus bus;

  @BeforeEach
  void start() {
    BusAddress.prepare(vertx);
    bus =
        new IngestBus(
            new BusAddress<>(vertx, "leads", TIMEOUT),
            new BusAddress<>(vertx, "keyed-leads", TIMEOUT),
            new BusAddress<>(vertx, "looks", TIMEOUT),
            new BusAddress<>(vertx, "quarantine", TIMEOUT),
            new BusAddress<>(vertx, "duplicates", TIMEOUT));
  }

  @AfterEach
  void stop() throws Exception {
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(MAX_SECONDS, TimeUnit.SECONDS);
  }

  /** The result of a replay, which is different for each place. */
  private static IngestResult replay(int place) {
    return new IngestResult.Replayed(new LeadId(new UUID(1, place)), Instant.EPOCH);
  }

  private static Lead lead(int place) {
    return new Lead(
        new LeadId(new UUID(2, place)),
        1,
        Optional.empty(),
        Instant.EPOCH,
        "192.0.2.1",
        Contact.NONE,
        Optional.empty(),
        "{}",
        Optional.empty(),
        List.of(),
        () -> true);
  }

  private static List<Answer<IngestResult>> replays(int... places) {
    return IntStream.of(places).mapToObj(place -> new Answer<>(place, replay(place))).toList();
  }

  /** Stores five leads at once. */
  private List<IngestResult> storeFive(
      Function<Questions<Lead, IngestResult>, Future<List<Answer<IngestResult>>>> answerer)
      throws Exception {
    await(bus.leads().serve(answerer));
    List<Lead> five = IntStream.range(0, 5).mapToObj(LeadSinkTest::lead).toList();
    Promise<List<IngestResult>> results = Promise.promise();
    context.runOnContext(turn -> new LeadSink(vertx, bus).storeAll(five).onComplete(results));
    return await(results.future());
  }

  @Test
  void answersAreInTheOrderOfTheLeadsInWhateverOrderTheyCome() throws Exception {
    assertThat(
            storeFive(
                questions -> {
                  questions.answerEarly(replays(4, 1));
                  questions.answerEarly(replays(3));
                  return Future.succeededFuture(replays(2, 0));
                }))
        .containsExactly(replay(0), replay(1), replay(2), replay(3), replay(4));
  }

  @Test
  void earlyAnswersStandIfTheReplyNeverComes() throws Exception {
    assertThat(
            storeFive(
                questions -> {
                  questions.answerEarly(replays(3, 1));
                  return Future.failedFuture(new Unanswered("TIMEOUT"));
                }))
        .containsExactly(NOT_KNOWN, replay(1), NOT_KNOWN, replay(3), NOT_KNOWN);
  }
}
