package io.leadgate.console.setup;

import io.leadgate.console.frame.Faults;
import io.leadgate.console.frame.Notice;
import io.leadgate.console.frame.Visit;
import io.leadgate.domain.CredentialFilter;
import io.leadgate.domain.LeadSource;
import io.leadgate.domain.Slice;
import io.leadgate.domain.Uuids;
import io.leadgate.store.CredentialStore;
import io.leadgate.store.VendorFigures;
import io.leadgate.web.answer.Json;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The list of lead sources, the popup that makes one, and its tabs General and Credentials. */
public final class LeadSourceScreens {

  static final String LIST = "/console/lead-sources";
  static final int ROWS = 100;

  private final Edits<LeadSource> sources;
  private final CredentialStore credentials;
  private final VendorFigures figures;

  LeadSourceScreens(Edits<LeadSource> sources, CredentialStore credentials, VendorFigures figures) {
    this.sources = sources;
    this.credentials = credentials;
    this.figures = figures;
  }

  public void list(Visit visit) {
    showList(visit, 200, LeadSourceForm.EMPTY);
  }

  private void showList(Visit visit, int status, LeadSourceForm form) {
    ListFilter filter = ListFilter.of(visit);
    visit.when(
        sources
            .store()
            .list(filter.filter(Optional.empty()), filter.after(), ROWS)
            .compose(
                found -> {
                  List<Integer> ids = found.items().stream().map(LeadSource::id).toList();
                  Future<Map<Integer, VendorFigures.OfSource>> counts = figures.ofSources(ids);
                  Future<Map<Integer, VendorFigures.Traffic>> traffic =
                      figures.trafficOfSources(ids);
                  return Future.all(counts, traffic)
                      .map(
                          read ->
                              new LeadSourcesPage(
                                  filter,
                                  found.items(),
                                  counts.result(),
                                  traffic.result(),
                                  next(visit, found),
                                  form));
                }),
        page -> visit.show(status, page));
  }

  private static Optional<String> next(Visit visit, Slice<LeadSource> found) {
    return found.more()
        ? Optional.of(visit.pathWith("after", Integer.toString(found.items().getLast().id())))
        : Optional.empty();
  }

  public void create(Visit visit) {
    visit.form(
        form ->
            sources.create(
                visit,
                LeadSourceForm.json(form),
                made -> visit.goTo(LeadSourcePage.path(made.id()), Notice.CREATED),
                faults -> showList(visit, 422, LeadSourceForm.of(form, faults))));
  }

  public void get(Visit visit) {
    visit.withNumber(
        "leadSourceId",
        id ->
            visit.whenFound(
                sources.find(id), source -> show(visit, 200, source, LeadSourceForm.of(source))));
  }

  private void show(Visit visit, int status, LeadSource source, LeadSourceForm form) {
    List<Integer> ids = List.of(source.id());
    Future<Map<Integer, VendorFigures.OfSource>> counts = figures.ofSources(ids);
    Future<Map<Integer, VendorFigures.Traffic>> traffic = figures.trafficOfSources(ids);
    visit.when(
        Future.all(counts, traffic),
        read ->
            visit.show(
                status,
                new LeadSourcePage(
                    source,
                    sources.tag(source),
                    counts.result().getOrDefault(source.id(), LeadSourcePage.NO_FIGURES),
                    Optional.ofNullable(traffic.result().get(source.id())),
                    form)));
  }

  /** Changes the name, and what the reference is. */
  public void change(Visit visit) {
    visit.withNumber(
        "leadSourceId",
        id ->
            visit.form(
                form ->
                    sources.change(
                        visit,
                        id,
                        LeadSourceForm.json(form),
                        form.text("tag"),
                        made -> visit.goTo(LeadSourcePage.path(id), Notice.SAVED),
                        faults ->
                            visit.whenFound(
                                sources.find(id),
                                source ->
                                    show(visit, 422, source, LeadSourceForm.of(form, faults))))));
  }

  /** Activates and deactivates. */
  public void changeStatus(Visit visit) {
    visit.withNumber(
        "leadSourceId",
        id ->
            visit.form(
                form ->
                    sources.change(
                        visit,
                        id,
                        Json.object().put("status", form.text("status")),
                        form.text("tag"),
                        made -> visit.goTo(LeadSourcePage.path(id), Notice.SAVED),
                        faults -> showRefused(visit, id, faults))));
  }

  public void delete(Visit visit) {
    visit.withNumber(
        "leadSourceId",
        id ->
            visit.form(
                form ->
                    sources.delete(
                        visit,
                        id,
                        form.text("tag"),
                        () -> visit.goTo(LIST, Notice.DELETED),
                        faults -> showRefused(visit, id, faults))));
  }

  private void showRefused(Visit visit, int id, Faults faults) {
    visit.whenFound(
        sources.find(id),
        source ->
            show(
                visit,
                422,
                source,
                new LeadSourceForm(source.name(), source.referenceIsKey(), faults)));
  }

  /** The tab Credentials. */
  public void credentials(Visit visit) {
    Optional<UUID> after = visit.parameter("after").flatMap(Uuids::parse);
    visit.withNumber(
        "leadSourceId",
        id ->
            visit.whenFound(
                sources.find(id),
                source ->
                    visit.whenFound(
                        credentials.list(boundTo(id), after, ROWS),
                        found ->
                            visit.show(
                                new LeadSourceCredentialsPage(
                                    source,
                                    found.items(),
                                    found.more()
                                        ? Optional.of(
                                            visit.pathWith(
                                                "after",
                                                found.items().getLast().clientId().toString()))
                                        : Optional.empty())))));
  }

  private static CredentialFilter boundTo(int id) {
    return new CredentialFilter(Optional.empty(), Optional.empty(), Optional.of(id));
  }
}
