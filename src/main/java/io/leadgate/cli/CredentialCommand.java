package io.leadgate.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.CommandWiring;
import io.leadgate.config.SettingsException;
import io.leadgate.domain.Credential;
import io.leadgate.domain.FieldError;
import io.leadgate.domain.Scope;
import io.leadgate.domain.Slice;
import io.leadgate.management.CredentialBody;
import io.leadgate.store.Change;
import io.leadgate.store.CredentialStore;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Manages API credentials. */
@Command(
    name = "credential",
    description = "Manages the API credentials of vendors and programs.",
    versionProvider = VersionLine.class,
    mixinStandardHelpOptions = true)
final class CredentialCommand extends CommandGroup {

  private static final int PAGE = 1_000;

  private final Map<String, String> environment;
  private final PrintWriter out;
  private final PrintWriter err;

  CredentialCommand(Map<String, String> environment, PrintWriter out, PrintWriter err) {
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  @Command(
      name = "create",
      description = {
        "Creates a credential, and prints its client id and its secret as two lines of variables.",
        "The secret is shown now and never again."
      },
      mixinStandardHelpOptions = true)
  int create(
      @Option(
              names = "--description",
              required = true,
              paramLabel = "TEXT",
              description = "For whom the credential is.")
          String description,
      @Option(
              names = "--scope",
              required = true,
              split = ",",
              paramLabel = "SCOPE",
              description = "account_api, data_api or lead_receiver; repeat it for several.")
          List<String> scopes,
      @Option(
              names = "--lead-source",
              paramLabel = "ID",
              description = "Binds the credential to a lead source.")
          Optional<Integer> leadSourceId,
      @Option(
              names = "--static-key",
              description = "The secret may be sent with each lead, instead of a token.")
          boolean staticKey)
      throws InterruptedException {
    CredentialBody.Create wanted = wanted(description, scopes, leadSourceId, staticKey);
    return Operator.run(
        environment,
        parts ->
            switch (CommandWiring.await(
                parts
                    .credentials()
                    .create(
                        wanted.description(),
                        wanted.scopes(),
                        wanted.leadSourceId(),
                        wanted.staticKey(),
                        Operator.actor()))) {
              case Change.InForce<CredentialStore.Created> made -> {
                out.println("CLIENT_ID=" + made.value().credential().clientId());
                out.println("CLIENT_SECRET=" + made.value().secret().value());
                yield ExitStatus.DONE;
              }
              case Change.Refused<CredentialStore.Created> refused ->
                  throw faults(refused.errors());
              default -> throw new IllegalStateException("no other refusal is possible");
            });
  }

  private static CredentialBody.Create wanted(
      String description, List<String> scopes, Optional<Integer> leadSourceId, boolean staticKey) {
    ObjectNode members = JsonNodeFactory.instance.objectNode().put("description", description);
    scopes.forEach(members.putArray("scopes")::add);
    leadSourceId.ifPresent(id -> members.put("lead_source_id", id));
    CredentialBody body = new CredentialBody(members.put("static_key", staticKey));
    CredentialBody.Create wanted = body.create();
    if (!body.errors().isEmpty()) {
      throw faults(body.errors());
    }
    return wanted;
  }

  private static SettingsException faults(List<FieldError> errors) {
    return SettingsException.ofLines(errors.stream().map(FieldError::message).toList());
  }

  @Command(name = "list", description = "Lists the credentials.", mixinStandardHelpOptions = true)
  int list() throws InterruptedException {
    return Operator.run(
        environment,
        parts -> {
          Columns columns =
              new Columns(
                  "CLIENT ID", "ENABLED", "KEY", "SOURCE", "SCOPES", "LAST USED", "DESCRIPTION");
          Optional<UUID> after = Optional.empty();
          boolean more = true;
          while (more) {
            Slice<Credential> page =
                CommandWiring.await(parts.credentials().list(after, PAGE)).orElseThrow();
            page.items().forEach(credential -> columns.add(line(credential)));
            after = page.items().stream().reduce((a, b) -> b).map(Credential::clientId);
            more = page.more() && after.isPresent();
          }
          columns.print(out);
          return ExitStatus.DONE;
        });
  }

  private static String[] line(Credential credential) {
    return new String[] {
      credential.clientId().toString(),
      Boolean.toString(credential.enabled()),
      Boolean.toString(credential.staticKey()),
      credential.leadSourceId().map(String::valueOf).orElse("-"),
      Scope.formatList(credential.scopes()).replace(' ', ','),
      credential.lastUsedAt().map(String::valueOf).orElse("-"),
      credential.description()
    };
  }

  @Command(
      name = "disable",
      description = "Disables a credential and ends its tokens, on all nodes within a second.",
      mixinStandardHelpOptions = true)
  int disable(@Parameters(paramLabel = "CLIENT_ID") UUID clientId) throws InterruptedException {
    return Operator.run(
        environment,
        parts ->
            switch (CommandWiring.await(
                parts
                    .credentials()
                    .update(clientId, CredentialStore.Update.DISABLE, Operator.actor()))) {
              case Change.Made<Credential> made -> {
                out.println("the credential %s is disabled".formatted(clientId));
                yield ExitStatus.DONE;
              }
              case Change.Unchanged<Credential> same -> {
                out.println("the credential %s was disabled already".formatted(clientId));
                yield ExitStatus.DONE;
              }
              case Change.NotThere<Credential> not -> {
                err.println("leadgate: there is no credential %s".formatted(clientId));
                yield ExitStatus.FAILED;
              }
              default -> throw new IllegalStateException("a disabling is never refused");
            });
  }
}
