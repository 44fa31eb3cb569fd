package io.leadgate.receiver;

import io.leadgate.bus.LeadSink;
import io.leadgate.domain.LeadLook;
import io.leadgate.domain.SoughtLead;
import io.leadgate.loop.Pieces;
import io.leadgate.receiver.format.ParsedBody;
import io.leadgate.receiver.format.ParsedLead;
import io.vertx.core.Future;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Looks for the earlier leads that decide about leads that are not stored: about a lead that would
 * be refused, the same lead under its key; about the good lead of a test, also a lead of which it
 * would be a duplicate. Confined to one event loop.
 */
public final class EarlierLeads {

  private final NewLeads leads;
  private final LeadSink sink;

  public EarlierLeads(NewLeads leads, LeadSink sink) {
    this.leads = leads;
    this.sink = sink;
  }

  /** Whether a look needs the lead's fields, because the lead has a key. */
  boolean needsFields(LeadPost post, Admission.Take sender) {
    return leads.hasKey(post, sender);
  }

  Future<LeadLook> ofRefused(
      LeadPost post, Admission.Take sender, ParsedLead lead, Optional<String> key) {
    return one(leads.refused(post, sender, lead, key));
  }

  Future<LeadLook> ofTest(
      LeadPost post, Admission.Take take, ParsedLead.Good good, Optional<String> key) {
    return one(leads.tested(post, take, good, key));
  }

  private Future<LeadLook> one(Optional<SoughtLead> sought) {
    return sought
        .map(lead -> sink.look(List.of(lead)).map(List::getFirst))
        .orElseGet(() -> Future.succeededFuture(LeadLook.NOT_FOUND));
  }

  /** Makes the questions for the items of an array that is refused. */
  Pieces<List<Optional<SoughtLead>>> ofRefused(
      LeadPost post, Admission.Take sender, List<ParsedBody.Item> items) {
    return Pieces.each(items, item -> leads.refused(post, sender, item.lead(), item.key()));
  }

  /** Makes the questions for the items of an array of which only the bad items are refused. */
  Pieces<List<Optional<SoughtLead>>> ofBad(
      LeadPost post, Admission.Take sender, List<ParsedBody.Item> items) {
    return Pieces.each(
        items,
        item ->
            item.lead() instanceof ParsedLead.Bad bad
                ? leads.refused(post, sender, bad, item.key())
                : Optional.empty());
  }

  /** Makes the questions for the items of an array that is a test. */
  Pieces<List<Optional<SoughtLead>>> ofTest(
      LeadPost post, Admission.Take take, List<ParsedBody.Item> items) {
    return Pieces.each(
        items,
        item ->
            switch (item.lead()) {
              case ParsedLead.Good good -> leads.tested(post, take, good, item.key());
              case ParsedLead.Bad bad -> leads.refused(post, take, bad, item.key());
            });
  }

  /**
   * Looks for the earlier leads of an array.
   *
   * @param questions a question for each item; empty if the item needs no look
   * @return a look for each item, which has found nothing if there was no question
   */
  Future<List<LeadLook>> look(List<Optional<SoughtLead>> questions) {
    return sink.look(questions.stream().flatMap(Optional::stream).toList())
        .map(
            looks -> {
              Iterator<LeadLook> next = looks.iterator();
              return questions.stream()
                  .map(asked -> asked.isPresent() ? next.next() : LeadLook.NOT_FOUND)
                  .toList();
            });
  }
}
