package io.leadgate.cli;

import io.leadgate.config.GivenSettings;
import io.leadgate.config.Settings;
import io.leadgate.config.SettingsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Asks the gateway on this machine whether it takes requests. The exit status is 0 or 1 in every
 * case, because Docker reserves the other statuses of a health check.
 */
@Command(
    name = "health",
    description = {
      "Asks /health/ready on the management port of the settings.",
      "Exits with 0 where the gateway takes requests, and otherwise with 1."
    },
    exitCodeOnInvalidInput = ExitStatus.FAILED,
    versionProvider = VersionLine.class,
    mixinStandardHelpOptions = true)
final class HealthCommand implements Callable<Integer> {

  private static final int CONNECT_MAX = (int) Duration.ofSeconds(1).toMillis();
  private static final int ANSWER_MAX = (int) Duration.ofSeconds(3).toMillis();
  private static final int READY = 200;

  private final Map<String, String> environment;
  private final PrintWriter out;
  private final PrintWriter err;

  HealthCommand(Map<String, String> environment, PrintWriter out, PrintWriter err) {
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    Settings.Management management = GivenSettings.read(environment).management();
    if (management.port() == 0) {
      return unhealthy("management.port is 0, so the port is unknown");
    }
    URI page = page(management);
    try {
      int status = status(page);
      if (status != READY) {
        return unhealthy("%s answers %d".formatted(page, status));
      }
    } catch (IOException e) {
      return unhealthy("%s does not answer: %s".formatted(page, e.getMessage()));
    }
    out.println("ready");
    return ExitStatus.DONE;
  }

  /** The page on this machine, also if the listener is bound to all addresses. */
  private static URI page(Settings.Management management) {
    String given = management.host().replaceFirst("^\\[(.*)]$", "$1");
    String host =
        switch (given) {
          case "0.0.0.0" -> "127.0.0.1";
          case "::" -> "::1";
          default -> given;
        };
    try {
      return new URI("http", null, host, management.port(), "/health/ready", null, null);
    } catch (URISyntaxException e) {
      throw new SettingsException("management.host must be an address or the name of a host");
    }
  }

  private static int status(URI page) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) page.toURL().openConnection(Proxy.NO_PROXY);
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout(CONNECT_MAX);
    connection.setReadTimeout(ANSWER_MAX);
    try {
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }

  private int unhealthy(String reason) {
    err.println("leadgate is not ready: " + reason);
    return ExitStatus.FAILED;
  }
}
