package io.leadgate.receiver;

import io.leadgate.budget.Share;
import io.leadgate.catalog.CurrentCatalog.Knowledge;
import io.leadgate.domain.AuthResult;
import io.leadgate.domain.PostFormat;
import io.leadgate.loop.Pieces;
import io.leadgate.receiver.format.LeadParser;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.web.answer.Respond;
import io.leadgate.web.body.Body;
import io.leadgate.web.request.ContentType;
import io.leadgate.web.request.MediaType;
import io.leadgate.web.request.PathId;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Answers {@code POST /v1/campaigns/{campaignId}/leads}: checks campaign, media type and sender, in
 * the order of docs/api.md, judges the post ({@link Admission}), reads its body, and passes it on
 * to {@link LeadIntake} or {@link QuarantineIntake}. If the catalogue has changed or has become too
 * old meanwhile, the post is judged again. Confined to one event loop.
 */
public final class LeadHandler implements Handler<RoutingContext> {

  private final Senders senders;
  private final PostTurns turns;
  private final LeadIntake leads;
  private final QuarantineIntake quarantine;
  private final InstantSource clock;
  private final Telemetry telemetry;

  public LeadHandler(
      Senders senders,
      PostTurns turns,
      LeadIntake leads,
      QuarantineIntake quarantine,
      InstantSource clock,
      Telemetry telemetry) {
    this.senders = senders;
    this.turns = turns;
    this.leads = leads;
    this.quarantine = quarantine;
    this.clock = clock;
    this.telemetry = telemetry;
  }

  @Override
  public void handle(RoutingContext context) {
    ContentType contentType = ContentType.of(context.request());
    boolean isTest = TestParameter.isSet(context.request());
    if (!LeadParser.takes(contentType)) {
      refuse415(context, contentType.refusal("one of " + LeadParser.TAKEN));
      return;
    }
    if (!MediaType.isGzip(context.request()) && !MediaType.isNotEncoded(context.request())) {
      refuse415(context, MediaType.codingRefusal(context.request(), "plain or in gzip"));
      return;
    }
    Optional<Integer> campaignId = PathId.parse(context.pathParam("campaignId"));
    if (campaignId.flatMap(senders.now().catalog()::destination).isEmpty()) {
      refuseUnknown(context);
    } else {
      LeadPost post =
          new LeadPost(
              context,
              contentType,
              isTest,
              PostFormat.CAMPAIGN,
              JsonForm.INSTANCE,
              clock.millis(),
              telemetry);
      take(post.to(campaignId.get()));
    }
  }

  /** Looks at the sender only in order to tell operators of the vendor. */
  private void refuse415(RoutingContext context, String detail) {
    context.request().pause();
    senders
        .of(context.request())
        .onSuccess(auth -> Senders.record(context.request(), auth))
        .onComplete(
            looked -> {
              context.request().resume();
              MediaType.refuse(context.response(), LeadParser.TAKEN, "gzip", detail);
            });
  }

  private void refuseUnknown(RoutingContext context) {
    context.request().pause();
    Respond.when(
        senders
            .of(context.request())
            .onSuccess(auth -> Senders.record(context.request(), auth))
            .compose(auth -> unknown(context, auth)),
        context,
        problem -> {
          context.request().resume();
          problem.send(context.response());
        });
  }

  private Future<UnknownCampaign> unknown(RoutingContext context, AuthResult auth) {
    return senders
        .isStillKnown(context.request(), senders.now())
        .map(
            still ->
                still
                    ? UnknownCampaign.to(auth)
                    : UnknownCampaign.ofAgedKnowledge(Senders.UNKNOWN));
  }

  private void take(LeadPost post) {
    Future<? extends AuthResult> auth = senders.of(post.request());
    if (!auth.isComplete()) {
      post.request().pause(); // Keeps the body until it has a reader.
    }
    // Judged by what is known now, as the token was, because Redis may have taken long to answer.
    auth.compose(result -> admit(post, senders.now(), result)).onFailure(post::failed);
  }

  private Future<Void> admit(LeadPost post, Knowledge before, AuthResult auth) {
    Senders.record(post.request(), auth);
    if (auth instanceof AuthResult.Known) {
      post.drawFrom(Share.VENDORS);
    }
    Admission first = Admission.of(before, post.campaignId(), auth);
    if (auth instanceof AuthResult.Rejected rejected && !(first instanceof Admission.Quarantine)) {
      telemetry.emit(new Event.TokenIgnored(rejected.reason()));
    }
    return switch (first) {
      case Admission.Take take ->
          leads.read(post).compose(body -> judgeAgain(post, take, before, auth, body));
      case Admission.NotActive paused ->
          leads.mayBeReplay(post, paused)
              ? leads.read(post).compose(body -> judgeAgain(post, paused, before, auth, body))
              : senders.ifStillKnown(post, before, () -> refuse(post, Admission.notActive()));
      case Admission.Quarantine stranger ->
          senders.ifStillKnown(post, before, () -> quarantine.receive(post, stranger));
      case Admission.Refuse refuse ->
          senders.ifStillKnown(post, before, () -> refuse(post, refuse));
    };
  }

  private static Future<Void> refuse(LeadPost post, Admission.Refuse refuse) {
    return post.refuse(refuse.refusal(), refuse.detail());
  }

  private Future<Void> judgeAgain(
      LeadPost post, Admission first, Knowledge before, AuthResult auth, Body body) {
    if (body instanceof Body.Unread) {
      return answer(post, first, body).toEnd();
    }
    return leads.isArray(post, body)
        ? turns.run(
            post,
            auth instanceof AuthResult.Known ? Share.VENDORS : Share.STRANGERS,
            Pieces.begunAt(() -> answer(post, judgedNow(post, first, before, auth), body)))
        : answer(post, judgedNow(post, first, before, auth), body).toEnd();
  }

  private Admission judgedNow(LeadPost post, Admission first, Knowledge before, AuthResult auth) {
    Knowledge now = senders.now();
    return now.isSameAs(before) ? first : Admission.of(now, post.campaignId(), senders.again(auth));
  }

  private Pieces<Future<Void>> answer(LeadPost post, Admission admission, Body body) {
    return switch (admission) {
      case Admission.Take take -> leads.store(post, take, body);
      case Admission.NotActive paused -> leads.replay(post, paused, body);
      case Admission.Quarantine stranger -> Pieces.done(quarantine.keepRead(post, stranger, body));
      case Admission.Refuse refuse -> Pieces.done(refuse(post, refuse));
    };
  }
}
