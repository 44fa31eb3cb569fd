package io.leadgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.leadgate.CommandWiring;
import io.leadgate.config.SettingsException;
import io.leadgate.management.PasswordHash;
import io.leadgate.store.AdminTable;
import io.leadgate.store.Change;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Manages the users of the admin API. */
@Command(
    name = "admin",
    description = "Manages the users of the admin API.",
    versionProvider = VersionLine.class,
    mixinStandardHelpOptions = true)
final class AdminCommand extends CommandGroup {

  private static final int PASSWORD_LENGTH_MIN = 12;
  private static final int PASSWORD_LENGTH_MAX = 200;
  private static final int NAME_LENGTH_MAX = 100;

  private final Map<String, String> environment;
  private final InputStream in;
  private final PrintWriter out;
  private final PrintWriter err;

  /**
   * @param in has a password in its first line
   */
  AdminCommand(Map<String, String> environment, InputStream in, PrintWriter out, PrintWriter err) {
    this.environment = environment;
    this.in = in;
    this.out = out;
    this.err = err;
  }

  @Command(
      name = "set-password",
      description = {
        "Sets the password of an admin, which is made if it is not there, and enabled.",
        "Asks for the password at the terminal."
      },
      mixinStandardHelpOptions = true)
  int setPassword(
      @Parameters(paramLabel = "NAME") String name,
      @Option(
              names = "--password-stdin",
              description = "Reads the password from the first line of the input instead.")
          boolean fromInput)
      throws InterruptedException {
    check(name);
    String password = password(fromInput);
    return Operator.run(
        environment,
        parts -> {
          String hash = PasswordHash.of(password, parts.random());
          Change<Boolean> change =
              CommandWiring.await(parts.admins().setPassword(name, hash, Operator.actor()));
          boolean isNew = change instanceof Change.InForce<Boolean> done && done.value();
          out.println(
              isNew
                  ? "the admin %s was made".formatted(name)
                  : "the admin %s has the new password".formatted(name));
          return ExitStatus.DONE;
        });
  }

  @Command(name = "list", description = "Lists the admins.", mixinStandardHelpOptions = true)
  int list() throws InterruptedException {
    return Operator.run(
        environment,
        parts -> {
          Columns columns = new Columns("NAME", "ENABLED", "CREATED");
          for (AdminTable.Admin admin : CommandWiring.await(parts.admins().list())) {
            columns.add(
                admin.username(), Boolean.toString(admin.enabled()), admin.createdAt().toString());
          }
          columns.print(out);
          return ExitStatus.DONE;
        });
  }

  @Command(
      name = "disable",
      description = {
        "Ends the logins of an admin at once, on all nodes.",
        "A new password enables the admin again."
      },
      mixinStandardHelpOptions = true)
  int disable(@Parameters(paramLabel = "NAME") String name) throws InterruptedException {
    return Operator.run(
        environment,
        parts ->
            switch (CommandWiring.await(parts.admins().disable(name, Operator.actor()))) {
              case Change.Made<String> made -> {
                out.println("the admin %s is disabled".formatted(OneLine.of(name)));
                yield ExitStatus.DONE;
              }
              case Change.Unchanged<String> same -> {
                out.println("the admin %s was disabled already".formatted(OneLine.of(name)));
                yield ExitStatus.DONE;
              }
              case Change.NotThere<String> not -> {
                err.println("leadgate: there is no admin %s".formatted(OneLine.of(name)));
                yield ExitStatus.FAILED;
              }
              default -> throw new IllegalStateException("a disabling is never refused");
            });
  }

  private static void check(String name) {
    if (name.isBlank()
        || name.length() > NAME_LENGTH_MAX
        || name.contains(":")
        || name.codePoints().anyMatch(Character::isISOControl)) {
      throw new SettingsException(
          "the name of an admin has 1 to %d characters, all of them printable, and no colon (RFC 7617)"
              .formatted(NAME_LENGTH_MAX));
    }
  }

  private String password(boolean fromInput) {
    String password = fromInput ? readInput() : ask();
    if (password.length() < PASSWORD_LENGTH_MIN || password.length() > PASSWORD_LENGTH_MAX) {
      throw new SettingsException(
          "a password has %d to %d characters; this has %d"
              .formatted(PASSWORD_LENGTH_MIN, PASSWORD_LENGTH_MAX, password.length()));
    }
    return password;
  }

  @SuppressWarnings("SystemConsoleNull") // It is null, with the console of the property.
  private static String ask() {
    // From Java 22 on, the default console is there where the input is no terminal, too.
    System.setProperty("jdk.console", "java.base");
    Console console = System.console();
    if (console == null) {
      throw new SettingsException(
          "there is no terminal to ask at; give the password on the input, with --password-stdin");
    }
    char[] first = console.readPassword("New password: ");
    char[] second = console.readPassword("Once more: ");
    if (first == null || second == null || !Arrays.equals(first, second)) {
      throw new SettingsException("the two passwords differ");
    }
    return new String(first);
  }

  private String readInput() {
    try {
      return Objects.requireNonNullElse(
          new BufferedReader(new InputStreamReader(in, UTF_8)).readLine(), "");
    } catch (IOException e) {
      throw new SettingsException("the password cannot be read from the input");
    }
  }
}
