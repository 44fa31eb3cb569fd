package io.leadgate.console.access;

import io.leadgate.console.frame.Choice;
import io.leadgate.console.frame.Faults;
import io.leadgate.console.frame.NameChoice;
import io.leadgate.console.frame.Page;
import io.leadgate.domain.Actor;
import io.leadgate.domain.AdminRole;
import io.leadgate.domain.AuditFilter;
import io.leadgate.domain.Credential;
import io.leadgate.domain.Scope;
import io.leadgate.domain.Slice;
import io.leadgate.store.AdminTable;
import io.leadgate.store.AuditLog;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** The lists of credentials, admins and changes with as many rows as a page may have. */
public final class FullAccessPages {

  private final int rows;
  private final Instant now;

  public FullAccessPages(int rows, Instant now) {
    this.rows = rows;
    this.now = now;
  }

  public Map<String, Page> all() {
    return Map.of("credentials", credentials(), "admins", admins(), "audit", audit());
  }

  private Page credentials() {
    SourceNames sources =
        new SourceNames(
            new NameChoice(
                IntStream.rangeClosed(1, NameChoice.MAX)
                    .mapToObj(id -> new Choice(Integer.toString(id), "Vendor " + id))
                    .toList(),
                true),
            Map.of(1, "Vendor 1"));
    return new CredentialsPage(
        new CredentialFilterForm("", "", ""),
        IntStream.rangeClosed(1, rows).mapToObj(this::credential).toList(),
        sources,
        Optional.of("/console/credentials?after=1"),
        new CredentialForm("", List.of(), "", false, sources, Faults.NONE, true),
        false);
  }

  private Credential credential(int number) {
    return new Credential(
        new UUID(number, number),
        "Vendor %d & sons, production".formatted(number),
        EnumSet.of(Scope.LEAD_RECEIVER, Scope.DATA_API),
        number % 7 != 0,
        Optional.of(number),
        number % 5 == 0,
        1,
        now.minusSeconds(86_400L * number),
        Optional.of(now.minusSeconds(number * 77L)),
        List.of());
  }

  private Page admins() {
    return new AdminsPage(
        "",
        IntStream.rangeClosed(1, rows)
            .mapToObj(
                i ->
                    new AdminTable.Admin(
                        "ada.%d@vendor.example".formatted(i),
                        i % 3 == 0 ? AdminRole.ADMIN : AdminRole.VIEWER,
                        i % 7 != 0,
                        now.minusSeconds(86_400L * i),
                        Optional.of(now.minusSeconds(77L * i))))
            .toList(),
        Map.of("ada.1@vendor.example", 3L),
        Optional.of("/console/admins?after=ada"),
        List.of(),
        AdminForm.EMPTY);
  }

  private Page audit() {
    return AuditPage.of(
        new AuditFilterForm("", "", "", "", "", ZoneOffset.UTC, AuditFilter.ALL, List.of()),
        new Slice<>(IntStream.rangeClosed(1, rows).mapToObj(this::change).toList(), true),
        Optional.of("/console/audit?before=1"));
  }

  private AuditLog.Entry change(int number) {
    return new AuditLog.Entry(
        number,
        now.minusSeconds(number),
        Actor.Type.ADMIN,
        "ada",
        "campaign.update",
        Integer.toString(number),
        Optional.of("2001:db8::7"),
        Optional.of(new UUID(number, number).toString()),
        """
        {"name": {"from": "Solar %d", "to": "Solar & roof"}, "status": {"from": "active", "to": "paused"},
         "require_authentication": {"from": true, "to": false}, "dedupe_seconds": {"from": null, "to": 600}}
        """
            .formatted(number));
  }
}
