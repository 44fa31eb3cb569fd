package io.leadgate.receiver;

import io.leadgate.budget.Weight;
import io.leadgate.bus.LeadSink;
import io.leadgate.config.Settings;
import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.domain.LeadId;
import io.leadgate.domain.PostFormat;
import io.leadgate.domain.QuarantineBound;
import io.leadgate.domain.QuarantineLane;
import io.leadgate.domain.QuarantineReason;
import io.leadgate.domain.QuarantineResult;
import io.leadgate.domain.QuarantinedRequest;
import io.leadgate.domain.Refusal;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.LeadOutcome;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.web.answer.Problem;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Puts the leads that a duplicate rule has rejected into the quarantine, each alone, so that an
 * admin can look at them. A lead is rejected whether or not there is room to keep it. If the
 * storage fails instead, the lead is not answered as rejected, and its sender sends it again.
 * Confined to one event loop.
 */
public final class DuplicateIntake {

  private final int bodyBytesMax;
  private final LeadSink sink;
  private final LeadIds ids;
  private final Telemetry telemetry;

  public DuplicateIntake(Settings.Limits limits, LeadSink sink, LeadIds ids, Telemetry telemetry) {
    this.bodyBytesMax = limits.quarantineBodyBytes();
    this.sink = sink;
    this.ids = ids;
    this.telemetry = telemetry;
  }

  /**
   * A rejected lead.
   *
   * @param key the key that came with the lead, as sent
   */
  record Rejected(Lead lead, Optional<String> key, IngestResult.Duplicate why) {}

  /** The answer to a rejected lead, and its outcome. */
  record Told(Problem problem, LeadOutcome outcome) {}

  /**
   * Keeps the rejected leads of a post, and returns the answer to each, in their order.
   *
   * @param known the first leads that the sender may know
   */
  Future<List<Told>> keep(LeadPost post, List<Rejected> rejected, Set<LeadId> known) {
    List<Kept> all = rejected.stream().map(each -> kept(post, each)).toList();
    List<QuarantinedRequest> requests =
        all.stream().map(Kept::request).flatMap(Optional::stream).toList();
    return sink.quarantineDuplicates(requests)
        .map(
            results -> {
              Iterator<QuarantineResult> next = results.iterator();
              List<Told> told = new ArrayList<>(rejected.size());
              for (int i = 0; i < rejected.size(); i++) {
                IngestResult.Duplicate why = rejected.get(i).why();
                told.add(
                    told(
                        new DuplicateProblem(why.first(), why.set(), known),
                        all.get(i).request(),
                        all.get(i).request().isPresent()
                            ? next.next()
                            : new QuarantineResult.Overflowed(all.get(i).bound())));
              }
              return told;
            });
  }

  /**
   * The part of a rejected lead that is to be kept.
   *
   * @param request empty if there is no room for the lead
   * @param bound the bound that leaves no room
   */
  private record Kept(Optional<QuarantinedRequest> request, QuarantineBound bound) {
    static Kept not(QuarantineBound bound) {
      return new Kept(Optional.empty(), bound);
    }
  }

  private Kept kept(LeadPost post, Rejected rejected) {
    Lead lead = rejected.lead();
    byte[] body = lead.fields().getBytes(StandardCharsets.UTF_8);
    if (body.length > bodyBytesMax) {
      return Kept.not(QuarantineBound.SIZE);
    }
    // Draws for the row's own copy and for the copy that the batch makes for Postgres.
    if (!post.draw(Weight.LEAD + 2 * Weight.bytes(body.length))) {
      return Kept.not(QuarantineBound.QUEUE);
    }
    return new Kept(
        Optional.of(
            new QuarantinedRequest(
                ids.next(lead.receivedAt().toEpochMilli()).value(),
                lead.campaignId(),
                PostFormat.CAMPAIGN,
                QuarantineReason.DUPLICATE,
                lead.credentialId(),
                lead.receivedAt(),
                lead.remote(),
                Optional.of("application/json"),
                body,
                rejected.key(),
                lead.reference(),
                QuarantinedRequest.NOT_RELEASED)),
        QuarantineBound.QUEUE);
  }

  private Told told(
      DuplicateProblem problem, Optional<QuarantinedRequest> request, QuarantineResult result) {
    return switch (result) {
      case QuarantineResult.Kept kept -> {
        telemetry.emit(new Event.RequestQuarantined(QuarantineReason.DUPLICATE));
        yield new Told(problem.kept(request.orElseThrow()), LeadOutcome.QUARANTINED);
      }
      case QuarantineResult.Overflowed overflowed -> notKept(problem, overflowed.bound());
      case QuarantineResult.NotKept not ->
          not.refusal() == Refusal.OVERLOADED
              ? notKept(problem, QuarantineBound.QUEUE)
              : new Told(Problem.of(not.refusal()), LeadOutcome.of(not.refusal()));
    };
  }

  private Told notKept(DuplicateProblem problem, QuarantineBound overflowed) {
    telemetry.emit(new Event.QuarantineOverflowed(overflowed, QuarantineLane.DUPLICATES));
    String because =
        switch (overflowed) {
          case ROWS -> ", because the quarantine of duplicates is full.";
          case SIZE -> ", because it has more than %d bytes.".formatted(bodyBytesMax);
          case QUEUE, RATE -> ", because too many duplicates come just now.";
        };
    return new Told(problem.notKept(because), LeadOutcome.REFUSED);
  }
}
