package io.leadgate.console.access;

import io.leadgate.budget.Draw;
import io.leadgate.budget.Share;
import io.leadgate.budget.Weight;
import io.leadgate.console.frame.ErrorPage;
import io.leadgate.console.frame.Visit;
import io.leadgate.domain.Slice;
import io.leadgate.store.AuditLog;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.web.answer.AnswerSize;
import io.leadgate.web.edge.Edge;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** The audit log, as a list and as CSV. */
public final class AuditScreen {

  private static final int ROWS = 100;

  /** A page of the CSV while it is read, written and sent. */
  private static final long PAGE_WEIGHT = Weight.LIST * 128L * 1024;

  private final AuditLog audit;
  private final AnswerSize lists;
  private final Telemetry telemetry;

  public AuditScreen(AuditLog audit, AnswerSize lists, Telemetry telemetry) {
    this.audit = audit;
    this.lists = lists;
    this.telemetry = telemetry;
  }

  public void list(Visit visit) {
    AuditFilterForm form = AuditFilterForm.of(visit);
    if (!form.faults().isEmpty()) {
      visit.show(422, AuditPage.ofFaults(form));
      return;
    }
    Optional<Long> before =
        visit.parameter("before").filter(id -> id.matches("[1-9][0-9]{0,17}")).map(Long::valueOf);
    visit.when(
        audit.listShort(form.filter(), before, ROWS),
        found -> visit.show(AuditPage.of(form, found, next(visit, found))));
  }

  private static Optional<String> next(Visit visit, Slice<AuditLog.Entry> found) {
    return found.more()
        ? Optional.of(visit.pathWith("before", Long.toString(found.items().getLast().id())))
        : Optional.empty();
  }

  /** Sends all that fits the filter. */
  public void csv(Visit visit) {
    AuditFilterForm form = AuditFilterForm.of(visit);
    RoutingContext context = visit.context();
    if (!form.faults().isEmpty()) {
      visit.show(422, AuditPage.ofFaults(form));
    } else {
      if (context.request().method().equals(HttpMethod.HEAD)) {
        AuditStream.announce(context.response());
        context.response().end();
      } else {
        lists.inTurn(context, visit.admin().name(), turn -> stream(visit, form));
      }
    }
  }

  private void stream(Visit visit, AuditFilterForm form) {
    RoutingContext context = visit.context();
    Draw draw = Edge.openRequest(context.request().connection(), Share.ADMINS);
    context.addEndHandler(ended -> draw.close());
    if (draw.add(PAGE_WEIGHT)) {
      new AuditStream(audit, form.filter(), context, telemetry).send();
    } else {
      visit.show(503, ErrorPage.of("This server has too much work", "Ask again in a moment."));
    }
  }
}
