package io.leadgate.data;

import io.leadgate.bus.LeadPage;
import io.leadgate.bus.LeadQuery;
import io.leadgate.bus.OneLeadQuery;
import io.leadgate.bus.SearchBus;
import io.leadgate.domain.Credential;
import io.leadgate.domain.LeadId;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.Scope;
import io.leadgate.token.check.ScopeGuard;
import io.leadgate.value.Contacts;
import io.leadgate.value.EmailAddress;
import io.leadgate.web.answer.AnswerSize;
import io.leadgate.web.answer.Json;
import io.leadgate.web.answer.Page;
import io.leadgate.web.answer.Problem;
import io.leadgate.web.answer.Respond;
import io.leadgate.web.request.Query;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Serves {@code GET /v1/leads} and {@code GET /v1/leads/{id}}: leads as they were committed, newest
 * first. The answers never contain a quarantined request or, for a bound credential, a lead of
 * another lead source.
 */
public final class LeadReadHandler {

  private final ScopeGuard guard;
  private final SearchBus searches;
  private final Supplier<Set<String>> countries;
  private final AnswerSize answers;

  /**
   * @param countries the default countries of the lead types; a phone number without a country code
   *     may be of any of these countries
   * @param answers the list answers of the verticle
   */
  public LeadReadHandler(
      ScopeGuard guard, SearchBus searches, Supplier<Set<String>> countries, AnswerSize answers) {
    this.guard = guard;
    this.searches = searches;
    this.countries = countries;
    this.answers = answers;
  }

  public Handler<RoutingContext> get() {
    return guard.with(Scope.DATA_API, (context, known) -> find(context, known.credential()));
  }

  private void find(RoutingContext context, Credential reader) {
    HttpServerResponse response = context.response();
    LeadId.parse(context.pathParam("leadId"))
        .ifPresentOrElse(
            id ->
                Respond.when(
                    searches.lead().request(new OneLeadQuery(id, reader.leadSourceId())),
                    context,
                    lead ->
                        lead.filter(
                                found -> found.leadSourceId().filter(reader::maySee).isPresent())
                            .ifPresentOrElse(
                                found -> Json.send(response, 200, LeadJson.of(found)),
                                () -> notFound(response, "lead"))),
            () -> notFound(response, "lead"));
  }

  public Handler<RoutingContext> list() {
    return guard.with(
        Scope.DATA_API,
        (context, first) ->
            answers.inTurn(
                context,
                first.credential().clientId().toString(),
                turn ->
                    guard.passAgain(
                        context, Scope.DATA_API, now -> search(context, turn, now.credential()))));
  }

  private void search(RoutingContext context, AnswerSize.Turn turn, Credential reader) {
    LeadQuery query = query(context, reader);
    answers.answer(
        context,
        turn,
        () -> searches.leads().request(query),
        page ->
            switch (page) {
              case LeadPage.Found found ->
                  Optional.of(Page.of(found.leads(), LeadJson::of, lead -> lead.id().toString()));
              case LeadPage.NoSuchCampaign not -> noList(context, "campaign");
              case LeadPage.NoSuchLeadSource not -> noList(context, "lead source");
            });
  }

  private static Optional<Page> noList(RoutingContext context, String noun) {
    notFound(context.response(), noun);
    return Optional.empty();
  }

  private LeadQuery query(RoutingContext context, Credential reader) {
    Query query =
        Query.ofList(
            context.request(), "campaign_id", "lead_source_id", "from", "to", "email", "phone");
    return new LeadQuery(
        reader.leadSourceId(),
        query.integer("campaign_id"),
        query.integer("lead_source_id"),
        query.time("from"),
        query.time("to"),
        query.parameter("email", EmailAddress::normal, "an e-mail address"),
        query
            .parameter(
                "phone",
                this::phones,
                "a phone number with its country's code, or of a country that a lead type has")
            .orElse(List.of()),
        query.cursor(LeadId::parse),
        query.limit());
  }

  private Optional<List<String>> phones(String text) {
    List<String> numbers = Contacts.phones(text, countries.get());
    return numbers.isEmpty() ? Optional.empty() : Optional.of(numbers);
  }

  private static void notFound(HttpServerResponse response, String noun) {
    Problem.of(Refusal.NOT_FOUND, "There is no such %s.".formatted(noun)).send(response);
  }
}
