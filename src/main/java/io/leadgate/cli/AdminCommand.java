package io.leadgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.leadgate.CommandWiring;
import io.leadgate.config.SettingsException;
import io.leadgate.domain.AdminRole;
import io.leadgate.domain.Coded;
import io.leadgate.signin.AdminInput;
import io.leadgate.signin.PasswordHash;
import io.leadgate.store.AdminTable;
import io.leadgate.store.Change;
import io.vertx.core.Future;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Manages the users of the admin API. */
@Command(
    name = "admin",
    description = "Manages the users of the admin API.",
    versionProvider = VersionLine.class,
    mixinStandardHelpOptions = true)
final class AdminCommand extends CommandGroup {

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
          boolean fromInput,
      @Option(
              names = "--role",
              paramLabel = "ROLE",
              converter = RoleConverter.class,
              description =
                  "admin, operator or viewer; by default the role that the admin has, and admin for a"
                      + " new one.")
          Optional<AdminRole> role)
      throws InterruptedException {
    String password = password(fromInput);
    return Operator.run(
        environment,
        parts -> {
          // An admin of version 0.1.0 may have a name that no new admin may have.
          if (CommandWiring.await(parts.admins().find(name)).isEmpty()) {
            AdminInput.faultOfName(name)
                .ifPresent(fault -> refuse("the name of an admin " + fault));
          }
          String hash = PasswordHash.of(password, parts.random());
          Change<Boolean> change =
              CommandWiring.await(parts.admins().setPassword(name, hash, role, Operator.actor()));
          boolean isNew = change instanceof Change.InForce<Boolean> done && done.value();
          out.println(
              isNew
                  ? "the admin %s was made".formatted(name)
                  : "the admin %s has the new password".formatted(name));
          warnWithoutAdmin(parts);
          return ExitStatus.DONE;
        });
  }

  @Command(name = "list", description = "Lists the admins.", mixinStandardHelpOptions = true)
  int list() throws InterruptedException {
    return Operator.run(
        environment,
        parts -> {
          Columns columns = new Columns("NAME", "ENABLED", "ROLE", "LAST SIGN-IN", "CREATED");
          for (AdminTable.Admin admin : CommandWiring.await(parts.admins().list())) {
            columns.add(
                admin.username(),
                Boolean.toString(admin.enabled()),
                admin.role().code(),
                admin.lastSignedInAt().map(String::valueOf).orElse("-"),
                admin.createdAt().toString());
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
            answer(
                parts,
                name,
                parts.admins().disable(name, AdminTable.Last.MAY_GO, Operator.actor()),
                "the admin %s is disabled",
                "the admin %s was disabled already"));
  }

  @Command(
      name = "set-role",
      description = {
        "Sets what an admin may do: admin, operator or viewer.",
        "The role is in force with the admin's next request, on all nodes."
      },
      mixinStandardHelpOptions = true)
  int setRole(
      @Parameters(paramLabel = "NAME") String name,
      @Parameters(paramLabel = "ROLE", converter = RoleConverter.class) AdminRole role)
      throws InterruptedException {
    return Operator.run(
        environment,
        parts ->
            answer(
                parts,
                name,
                parts.admins().setRole(name, role, AdminTable.Last.MAY_GO, Operator.actor()),
                "the admin %s has the role " + role.code(),
                "the admin %s had the role " + role.code() + " already"));
  }

  /** Reads a role as the other parts of the gateway write it. */
  static final class RoleConverter implements ITypeConverter<AdminRole> {
    @Override
    public AdminRole convert(String code) {
      return Coded.find(AdminRole.class, code)
          .orElseThrow(() -> new TypeConversionException("a role is admin, operator or viewer"));
    }
  }

  private int answer(
      CommandWiring parts,
      String name,
      Future<Change<AdminTable.Admin>> change,
      String made,
      String unchanged)
      throws InterruptedException {
    return switch (CommandWiring.await(change)) {
      case Change.Made<AdminTable.Admin> done -> {
        out.println(made.formatted(OneLine.of(name)));
        warnWithoutAdmin(parts);
        yield ExitStatus.DONE;
      }
      case Change.Unchanged<AdminTable.Admin> same -> {
        out.println(unchanged.formatted(OneLine.of(name)));
        yield ExitStatus.DONE;
      }
      case Change.NotThere<AdminTable.Admin> not -> {
        err.println("leadgate: there is no admin %s".formatted(OneLine.of(name)));
        yield ExitStatus.FAILED;
      }
      default -> throw new IllegalStateException("an operator's change is never refused");
    };
  }

  /** Says so if no admin is left that manages credentials and admins over HTTP. */
  private void warnWithoutAdmin(CommandWiring parts) throws InterruptedException {
    if (CommandWiring.await(parts.admins().list()).stream().noneMatch(AdminTable.Admin::isKeeper)) {
      err.println(
          "leadgate: no enabled admin has the role admin now; make one with admin set-password or"
              + " admin set-role");
    }
  }

  private static void refuse(String fault) {
    throw new SettingsException(fault);
  }

  private String password(boolean fromInput) {
    String password = fromInput ? readInput() : ask();
    AdminInput.faultOfPassword(password).ifPresent(fault -> refuse("a password " + fault));
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
