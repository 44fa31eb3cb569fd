package io.leadgate.receiver;

import io.leadgate.budget.Share;
import io.leadgate.catalog.CurrentCatalog.Knowledge;
import io.leadgate.domain.AuthResult;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.Scope;
import io.leadgate.loop.Pieces;
import io.leadgate.loop.Turns;
import io.leadgate.receiver.format.LeadParser;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.token.check.Authenticate;
import io.leadgate.web.answer.Respond;
import io.leadgate.web.body.Body;
import io.leadgate.web.edge.Edge;
import io.leadgate.web.request.BadParameter;
import io.leadgate.web.request.ContentType;
import io.leadgate.web.request.MediaType;
import io.leadgate.web.request.PathId;
import io.leadgate.web.request.UrlEncoded;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code POST /v1/campaigns/{campaignId}/leads}: checks campaign, media type and token, in
 * the order of docs/api.md, judges the post ({@link Admission}), reads its body, and passes it on
 * to {@link LeadIntake} or {@link QuarantineIntake}. A body may take half a minute to arrive. If
 * the catalogue has changed or has become too old meanwhile, the post is judged again, because a
 * change applies to every lead that is stored after it. Confined to one event loop.
 */
public final class LeadHandler implements Handler<RoutingContext> {

  private static final String UNKNOWN =
      "The state of campaigns and credentials is not known now; send the lead again in a moment.";

  private final Supplier<Knowledge> catalog;
  private final Supplier<Future<Void>> catchUp;
  private final Authenticate authenticate;
  private final Turns turns;
  private final LeadIntake leads;
  private final QuarantineIntake quarantine;
  private final InstantSource clock;
  private final Telemetry telemetry;

  /**
   * @param catchUp makes the catalogue fresh enough to refuse by
   * @param turns bounds the time for which arrays hold the event loop
   */
  public LeadHandler(
      Supplier<Knowledge> catalog,
      Supplier<Future<Void>> catchUp,
      Authenticate authenticate,
      Turns turns,
      LeadIntake leads,
      QuarantineIntake quarantine,
      InstantSource clock,
      Telemetry telemetry) {
    this.catalog = catalog;
    this.catchUp = catchUp;
    this.authenticate = authenticate;
    this.turns = turns;
    this.leads = leads;
    this.quarantine = quarantine;
    this.clock = clock;
    this.telemetry = telemetry;
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    ContentType contentType = ContentType.of(request);
    boolean isTest = isTest(request.query());
    if (!LeadParser.takes(contentType)) {
      refuse415(context, contentType.refusal("one of " + LeadParser.TAKEN));
      return;
    }
    if (!MediaType.isGzip(request) && !MediaType.isNotEncoded(request)) {
      refuse415(context, MediaType.codingRefusal(request, "plain or in gzip"));
      return;
    }
    Optional<Integer> campaignId = PathId.parse(context.pathParam("campaignId"));
    if (campaignId.flatMap(catalog.get().catalog()::destination).isEmpty()) {
      refuseUnknown(context);
    } else {
      authenticate(
          new LeadPost(context, contentType, isTest, campaignId.get(), clock.millis(), telemetry));
    }
  }

  /** Looks at the token only in order to tell operators of the vendor. */
  private void refuse415(RoutingContext context, String detail) {
    context.request().pause();
    authenticate
        .authenticate(context.request().headers(), Scope.LEAD_RECEIVER)
        .onSuccess(auth -> recordCaller(context.request(), auth))
        .onComplete(
            looked -> {
              context.request().resume();
              MediaType.refuse(context.response(), LeadParser.TAKEN, "gzip", detail);
            });
  }

  private static void recordCaller(HttpServerRequest request, AuthResult auth) {
    Edge.callerIs(request.connection(), auth.provenClientId());
    if (auth instanceof AuthResult.Authenticated) {
      Edge.carriedGoodToken(request.connection(), Share.VENDORS);
    }
  }

  /**
   * Reads the parameter {@code test}. Passes over other parameters, however they are written,
   * because vendors add parameters to count their own clicks.
   */
  private static boolean isTest(@Nullable String query) {
    List<String> values = query == null ? List.of() : UrlEncoded.valuesInQuery(query, "test");
    if (values.isEmpty() || values.equals(List.of("false"))) {
      return false;
    }
    if (values.equals(List.of("true"))) {
      return true;
    }
    throw new BadParameter("The parameter test is true or false, and is sent once.");
  }

  private void refuseUnknown(RoutingContext context) {
    context.request().pause();
    Respond.when(
        authenticate
            .authenticate(context.request().headers(), Scope.LEAD_RECEIVER)
            .onSuccess(auth -> recordCaller(context.request(), auth))
            .compose(auth -> unknown(context, auth)),
        context,
        problem -> {
          context.request().resume();
          problem.send(context.response());
        });
  }

  private Future<UnknownCampaign> unknown(RoutingContext context, AuthResult auth) {
    return isStillKnown(context.request(), catalog.get())
        .map(still -> still ? UnknownCampaign.to(auth) : UnknownCampaign.ofAgedKnowledge(UNKNOWN));
  }

  private Future<Void> ifStillKnown(
      LeadPost post, Knowledge before, Supplier<Future<Void>> refusal) {
    return isStillKnown(post.request(), before)
        .compose(
            still -> still ? refusal.get() : post.refuse(Refusal.STORAGE_UNAVAILABLE, UNKNOWN));
  }

  /**
   * Whether what was known is still so. A refusal by knowledge that is too old to be believed is
   * told only then, because no later step asks again, as the storage of a lead does.
   */
  private Future<Boolean> isStillKnown(HttpServerRequest request, Knowledge before) {
    if (!before.isAged()) {
      return Future.succeededFuture(true);
    }
    request.pause();
    return catchUp.get().map(fresh -> catalog.get().isSameAs(before)).otherwise(false);
  }

  private void authenticate(LeadPost post) {
    Future<AuthResult> auth =
        authenticate.authenticate(post.request().headers(), Scope.LEAD_RECEIVER);
    if (!auth.isComplete()) {
      post.request().pause(); // Keeps the body until it has a reader.
    }
    // Judged by what is known now, as the token was, because Redis may have taken long to answer.
    auth.compose(result -> admit(post, catalog.get(), result)).onFailure(post::failed);
  }

  private Future<Void> admit(LeadPost post, Knowledge before, AuthResult auth) {
    recordCaller(post.request(), auth);
    if (auth instanceof AuthResult.Authenticated) {
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
              : ifStillKnown(post, before, () -> refuse(post, Admission.notActive()));
      case Admission.Quarantine stranger ->
          ifStillKnown(post, before, () -> quarantine.receive(post, stranger.why()));
      case Admission.Refuse refuse -> ifStillKnown(post, before, () -> refuse(post, refuse));
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
        ? inTurns(
            post,
            auth,
            Pieces.begunAt(() -> answer(post, judgedNow(post, first, before, auth), body)))
        : answer(post, judgedNow(post, first, before, auth), body).toEnd();
  }

  private Future<Void> inTurns(LeadPost post, AuthResult auth, Pieces<Future<Void>> answer) {
    Share share = auth instanceof AuthResult.Authenticated ? Share.VENDORS : Share.STRANGERS;
    return turns
        .run(share, answer)
        .recover(
            failure ->
                failure instanceof Turns.TooLate
                    ? Future.succeededFuture(
                        post.refuse(
                            Refusal.OVERLOADED, "Too many arrays are waiting; send it again."))
                    : Future.failedFuture(failure))
        .compose(answered -> answered);
  }

  private Admission judgedNow(LeadPost post, Admission first, Knowledge before, AuthResult auth) {
    Knowledge now = catalog.get();
    return now.isSameAs(before)
        ? first
        : Admission.of(
            now,
            post.campaignId(),
            auth instanceof AuthResult.Authenticated known
                ? authenticate.judgeAgain(known, Scope.LEAD_RECEIVER)
                : auth);
  }

  private Pieces<Future<Void>> answer(LeadPost post, Admission admission, Body body) {
    return switch (admission) {
      case Admission.Take take -> leads.store(post, take, body);
      case Admission.NotActive paused -> leads.replay(post, paused, body);
      case Admission.Quarantine stranger ->
          Pieces.done(quarantine.keepRead(post, stranger.why(), body));
      case Admission.Refuse refuse -> Pieces.done(refuse(post, refuse));
    };
  }
}
