package io.leadgate.console.setup;

import io.leadgate.console.frame.Faults;
import io.leadgate.console.frame.Notice;
import io.leadgate.console.frame.Visit;
import io.leadgate.domain.LeadType;
import io.leadgate.domain.Slice;
import io.leadgate.store.LeadTypeUses;
import io.leadgate.web.request.PathId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The list of lead types, the popup that makes one, and the page of a single one. */
public final class LeadTypeScreens {

  static final String LIST = "/console/lead-types";

  private final Edits<LeadType> types;
  private final LeadTypeUses uses;

  LeadTypeScreens(Edits<LeadType> types, LeadTypeUses uses) {
    this.types = types;
    this.uses = uses;
  }

  public void list(Visit visit) {
    showList(visit, 200, LeadTypeForm.EMPTY);
  }

  private void showList(Visit visit, int status, LeadTypeForm form) {
    ListFilter filter = ListFilter.of(visit);
    visit.when(
        types
            .store()
            .list(filter.filter(Optional.empty()), filter.after(), LeadSourceScreens.ROWS)
            .compose(
                found ->
                    uses.counts(found.items().stream().map(LeadType::id).toList())
                        .map(
                            counts ->
                                new LeadTypesPage(
                                    filter, found.items(), counts, next(visit, found), form))),
        page -> visit.show(status, page));
  }

  private static Optional<String> next(Visit visit, Slice<LeadType> found) {
    return found.more()
        ? Optional.of(visit.pathWith("after", Integer.toString(found.items().getLast().id())))
        : Optional.empty();
  }

  public void create(Visit visit) {
    visit.form(
        form ->
            types.create(
                visit,
                LeadTypeForm.json(form),
                made -> visit.goTo(LeadTypePage.path(made.id()), Notice.CREATED),
                faults -> showList(visit, 422, LeadTypeForm.of(form, faults))));
  }

  public void get(Visit visit) {
    visit.withNumber("leadTypeId", id -> show(visit, 200, id, type -> form(visit, type)));
  }

  private static LeadTypeForm form(Visit visit, LeadType type) {
    return visit
        .parameter("rows")
        .flatMap(PathId::parse)
        .map(rows -> LeadTypeForm.of(type, rows, Faults.NONE))
        .orElseGet(() -> LeadTypeForm.of(type, Faults.NONE));
  }

  private void show(Visit visit, int status, int id, Function<LeadType, LeadTypeForm> form) {
    visit.whenFound(
        types.find(id),
        type -> {
          Future<Map<Integer, Long>> counts = uses.counts(List.of(id));
          Future<Slice<LeadTypeUses.Use>> found =
              uses.campaigns(id, ListFilter.of(visit).after(), LeadSourceScreens.ROWS);
          visit.when(
              Future.all(counts, found),
              read ->
                  visit.show(
                      status,
                      new LeadTypePage(
                          type,
                          types.tag(type),
                          counts.result().getOrDefault(id, 0L),
                          found.result().items(),
                          next(id, found.result()),
                          form.apply(type))));
        });
  }

  private static Optional<String> next(int id, Slice<LeadTypeUses.Use> found) {
    return found.more()
        ? Optional.of(LeadTypePage.path(id) + "?after=" + found.items().getLast().campaignId())
        : Optional.empty();
  }

  public void change(Visit visit) {
    visit.withNumber(
        "leadTypeId",
        id ->
            visit.form(
                form ->
                    types.change(
                        visit,
                        id,
                        LeadTypeForm.json(form),
                        form.text("tag"),
                        made -> visit.goTo(LeadTypePage.path(id), Notice.SAVED),
                        faults -> show(visit, 422, id, now -> LeadTypeForm.of(form, faults)))));
  }

  public void delete(Visit visit) {
    visit.withNumber(
        "leadTypeId",
        id ->
            visit.form(
                form ->
                    types.delete(
                        visit,
                        id,
                        form.text("tag"),
                        () -> visit.goTo(LIST, Notice.DELETED),
                        faults -> show(visit, 422, id, type -> LeadTypeForm.of(type, faults)))));
  }
}
