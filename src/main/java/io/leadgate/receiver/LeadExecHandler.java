package io.leadgate.receiver;

import io.leadgate.budget.Share;
import io.leadgate.catalog.CurrentCatalog.Knowledge;
import io.leadgate.config.Settings;
import io.leadgate.domain.AuthResult;
import io.leadgate.domain.Destination;
import io.leadgate.domain.LeadType;
import io.leadgate.domain.Refusal;
import io.leadgate.loop.Pieces;
import io.leadgate.receiver.format.ParsedBody;
import io.leadgate.receiver.format.ParsedLead;
import io.leadgate.receiver.leadexec.ExecPost;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.LeadOutcome;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.web.answer.Problem;
import io.leadgate.web.body.Body;
import io.leadgate.web.body.BodyBound;
import io.leadgate.web.body.BodyReader;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Takes posts in LeadExec's formats, in which the body names the campaign: checks the sender, reads
 * the body, looks for the campaign, judges the post as a receiver with the campaign in its path
 * does, and has its leads stored or its body quarantined. Confined to one event loop.
 */
public final class LeadExecHandler {

  /** No 401, because the campaign is not known yet, and may take leads without a token. */
  private static final String TOO_MANY =
      "Too many compressed bodies come without a good token just now; send it again in a moment.";

  private final Senders senders;
  private final PostTurns turns;
  private final BodyReader bodies;
  private final Settings.Limits limits;
  private final LeadIntake leads;
  private final QuarantineIntake quarantine;
  private final Telemetry telemetry;

  public LeadExecHandler(
      Senders senders,
      PostTurns turns,
      BodyReader bodies,
      Settings.Limits limits,
      LeadIntake leads,
      QuarantineIntake quarantine,
      Telemetry telemetry) {
    this.senders = senders;
    this.turns = turns;
    this.bodies = bodies;
    this.limits = limits;
    this.leads = leads;
    this.quarantine = quarantine;
    this.telemetry = telemetry;
  }

  /** Takes a post whose head is good. */
  void take(LeadPost post, ExecReader format) {
    Future<? extends AuthResult> auth = senders.of(post.request());
    if (!auth.isComplete()) {
      post.request().pause(); // Keeps the body until it has a reader.
    }
    auth.compose(sender -> read(post, format, sender)).onFailure(post::failed);
  }

  private Future<Void> read(LeadPost post, ExecReader format, AuthResult sender) {
    Senders.record(post.request(), sender);
    return switch (sender) {
      case AuthResult.Known known -> {
        post.drawFrom(Share.VENDORS);
        yield post.read(bodies, format.bound(limits))
            .compose(body -> judge(post, format, known, body));
      }
      case AuthResult.Rejected why ->
          quarantine.letIn(post, why)
              ? post.read(bodies, format.strangersBound(limits, quarantine.bound()))
                  .compose(body -> judge(post, format, why, body))
              : post.refuse(Problem.of(Refusal.OVERLOADED, TOO_MANY).notQuarantined());
      case AuthResult.Ambiguous several -> {
        Admission.Refuse refuse = Admission.severalTokens();
        yield post.refuse(refuse.refusal(), refuse.detail());
      }
    };
  }

  private Future<Void> judge(LeadPost post, ExecReader format, AuthResult sender, Body body) {
    return switch (body) {
      case Body.Unread unread ->
          sender instanceof AuthResult.Rejected why
              ? quarantine.refuseUnread(
                  post, why, unread, format.strangersBound(limits, quarantine.bound()))
              : post.refuse(unread);
      case Body.Broken broken ->
          sender instanceof AuthResult.Rejected why
              ? refuseSender(post, why)
              : post.refuse(Refusal.MALFORMED_BODY, broken.detail());
      case Body.Whole whole -> {
        ExecBody read = format.body(post, whole.bytes());
        Pieces<Future<Void>> answer =
            read.post().then(split -> answer(post, format, sender, read, split));
        yield read.isLong() ? turns.run(post, share(sender), answer) : answer.toEnd();
      }
    };
  }

  private static Share share(AuthResult sender) {
    return switch (sender) {
      case AuthResult.Known known -> Share.VENDORS;
      case AuthResult.Rejected why when why.reason().isSigned() -> Share.SIGNED;
      case AuthResult.Rejected why -> Share.STRANGERS;
      case AuthResult.Ambiguous several -> Share.STRANGERS;
    };
  }

  /** Judges the post by what is known now, because its body may have taken long to arrive. */
  private Pieces<Future<Void>> answer(
      LeadPost post, ExecReader format, AuthResult before, ExecBody body, ExecPost split) {
    Knowledge now = senders.now();
    AuthResult sender = senders.again(before);
    return switch (ChosenCampaign.of(split.source(), now.catalog(), sender)) {
      case ChosenCampaign.Found found -> {
        post.to(found.campaign().campaignId());
        Admission admission = Admission.of(now, post.campaignId(), sender);
        if (sender instanceof AuthResult.Rejected why
            && !(admission instanceof Admission.Quarantine)) {
          telemetry.emit(new Event.TokenIgnored(why.reason()));
        }
        Optional<Problem> fault = fault(format, body, split);
        yield switch (admission) {
          case Admission.Take take ->
              fault.isPresent()
                  ? Pieces.done(post.refuse(fault.get()))
                  : leads(split, found.campaign())
                      .then(parsed -> leads.store(post, take, parsed, body.length()));
          case Admission.NotActive paused ->
              fault.isPresent()
                  ? ifStillKnown(post, now, () -> post.refuse(LeadIntake.notActive()))
                  : leads(split, found.campaign())
                      .then(parsed -> leads.replay(post, paused, parsed));
          case Admission.Quarantine stranger ->
              ifStillKnown(
                  post,
                  now,
                  () -> keep(post, before, stranger, body.kept().apply(leadType(stranger))));
          case Admission.Refuse refuse ->
              ifStillKnown(post, now, () -> post.refuse(refuse.refusal(), refuse.detail()));
        };
      }
      case ChosenCampaign.None none ->
          ifStillKnown(
              post,
              now,
              () ->
                  sender instanceof AuthResult.Rejected why
                      ? refuseSender(post, why)
                      : post.refuse(
                          split.fault().map(ParsedLead.Bad::problem).orElse(none.problem())));
    };
  }

  private static Pieces<ParsedBody> leads(ExecPost split, Destination campaign) {
    return split.leads(campaign.leadType(), campaign.leadSource().referenceIsKey());
  }

  private static LeadType leadType(Admission.Quarantine stranger) {
    return stranger.destination().leadType();
  }

  private Pieces<Future<Void>> ifStillKnown(
      LeadPost post, Knowledge now, Supplier<Future<Void>> refusal) {
    return Pieces.done(senders.ifStillKnown(post, now, refusal));
  }

  /** Quarantines a post, which was let in only if its token was no good before its body came. */
  private Future<Void> keep(
      LeadPost post, AuthResult before, Admission.Quarantine stranger, KeptBody body) {
    return before instanceof AuthResult.Known
        ? quarantine.keepRead(post, stranger.why(), body)
        : quarantine.keep(post, stranger.why(), body);
  }

  /** The fault of a body as a whole; a stranger's may have been read under a wider bound. */
  private Optional<Problem> fault(ExecReader format, ExecBody body, ExecPost split) {
    BodyBound bound = format.bound(limits);
    return body.length() > bound.bytesMax()
        ? Optional.of(
            Problem.of(
                Refusal.BODY_TOO_LARGE,
                "A body here has at most %d bytes.".formatted(bound.bytesMax())))
        : split.fault().map(ParsedLead.Bad::problem);
  }

  /** Refuses a post that names no campaign, or none that can be read, for its token or key. */
  private static Future<Void> refuseSender(LeadPost post, AuthResult.Rejected why) {
    return post.refuseSender(UnknownCampaign.to(why).problem(), why, LeadOutcome.REFUSED);
  }
}
