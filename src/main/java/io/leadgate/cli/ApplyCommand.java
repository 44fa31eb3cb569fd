package io.leadgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.CommandWiring;
import io.leadgate.apply.Applied;
import io.leadgate.apply.Applied.Outcome;
import io.leadgate.apply.StateFile;
import io.leadgate.domain.StorageAway;
import io.leadgate.store.CredentialStore;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings lead sources, lead types, campaigns and credentials to what a file says. */
@Command(
    name = "apply",
    description = {
      "Makes and changes the lead sources, lead types, campaigns and credentials of a YAML file:",
      "all of them, or nothing if something is wrong. They are found by their names.",
      "What the file does not name stays."
    },
    versionProvider = VersionLine.class,
    mixinStandardHelpOptions = true)
final class ApplyCommand implements Callable<Integer> {

  private final Map<String, String> environment;
  private final PrintWriter out;
  private final PrintWriter err;

  @Parameters(paramLabel = "FILE", description = "The YAML file.")
  private Path file = Path.of("");

  @Option(names = "--dry-run", description = "Shows what would be changed, and changes nothing.")
  private boolean dryRun;

  @Option(
      names = "--secrets",
      paramLabel = "FILE",
      description = {
        "A new file for the secrets of credentials that are made, which only its owner may read.",
        "The secrets are nowhere else."
      })
  private Optional<Path> secrets = Optional.empty();

  /** Whether the file of secrets was written. */
  private volatile boolean isKept;

  ApplyCommand(Map<String, String> environment, PrintWriter out, PrintWriter err) {
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws InterruptedException {
    StateFile wanted = StateFile.read(file);
    return Operator.run(environment, parts -> tell(apply(parts, wanted)));
  }

  private Applied apply(CommandWiring parts, StateFile wanted) throws InterruptedException {
    try {
      return CommandWiring.await(
          parts
              .applying()
              .run(wanted, Operator.actor(), dryRun, made -> parts.blocking(() -> keep(made))));
    } catch (StorageAway away) {
      if (isKept) {
        err.println(
            "leadgate: the file %s has secrets, which are good only if the credentials are there"
                .formatted(secrets.orElseThrow()));
      }
      throw away;
    }
  }

  /** Keeps the secrets; returns why it cannot. */
  private Optional<String> keep(List<CredentialStore.Created> made) {
    if (made.isEmpty()) {
      return Optional.empty();
    }
    return secrets.isEmpty()
        ? Optional.of(
            "%d credentials would be made; name a new file for their secrets with --secrets"
                .formatted(made.size()))
        : written(secrets.get(), made);
  }

  private Optional<String> written(Path path, List<CredentialStore.Created> made) {
    Optional<String> fault = SecretsFile.write(path, made);
    isKept = fault.isEmpty();
    return fault;
  }

  private int tell(Applied applied) {
    applied.results().forEach(result -> tell(result, applied.isGood()));
    applied.fault().ifPresent(fault -> err.println("leadgate: " + OneLine.of(fault)));
    if (!applied.isGood()) {
      err.println("leadgate: nothing was changed");
      return ExitStatus.REFUSED;
    }
    if (dryRun && secrets.isEmpty() && !applied.secrets().isEmpty()) {
      out.println(
          "the secrets of %d new credentials need a file: --secrets=FILE"
              .formatted(applied.secrets().size()));
    }
    out.println(
        "%s: %d made, %d changed, %d as they were"
            .formatted(
                dryRun ? "nothing was changed; the file asks for" : "applied",
                count(applied, Outcome.Made.class),
                count(applied, Outcome.Changed.class),
                count(applied, Outcome.Same.class)));
    return ExitStatus.DONE;
  }

  private static long count(Applied applied, Class<? extends Outcome> outcome) {
    return applied.results().stream()
        .map(Applied.Result::outcome)
        .filter(outcome::isInstance)
        .count();
  }

  /**
   * @param isGood whether what was made or changed stays so
   */
  private void tell(Applied.Result result, boolean isGood) {
    String object = OneLine.of("%s %s".formatted(result.kind().noun(), result.name()));
    switch (result.outcome()) {
      case Outcome.Made made when isGood -> out.println("+ " + object + id(made));
      case Outcome.Changed changed when isGood ->
          out.println("~ %s: %s".formatted(object, difference(changed.difference())));
      case Outcome.Made made -> {}
      case Outcome.Changed changed -> {}
      case Outcome.Same same -> {}
      case Outcome.Refused refused ->
          refused
              .faults()
              .forEach(
                  fault -> err.println("leadgate: %s: %s".formatted(object, OneLine.of(fault))));
    }
  }

  /** The id under which an object was made; a dry run has none that would last. */
  private String id(Outcome.Made made) {
    return made.id().filter(id -> !dryRun).map(" (id %s)"::formatted).orElse("");
  }

  private static String difference(JsonNode members) {
    return members.properties().stream()
        .map(
            member ->
                "%s %s -> %s"
                    .formatted(
                        member.getKey(),
                        OneLine.of(member.getValue().path("from").toString()),
                        OneLine.of(member.getValue().path("to").toString())))
        .collect(Collectors.joining(", "));
  }
}
