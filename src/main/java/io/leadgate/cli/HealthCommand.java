package io.leadgate.cli;

import io.leadgate.RootCause;
import io.leadgate.config.GivenSettings;
import io.leadgate.config.Settings;
import io.leadgate.config.SettingsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
  private static final int READ_MAX = (int) Duration.ofSeconds(3).toMillis();

  /** Bounds the look-up of the host too, and a server that sends a byte now and then. */
  private static final Duration WHOLE_MAX = Duration.ofSeconds(5);

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
  public Integer call() throws InterruptedException {
    Settings.Management management = GivenSettings.read(environment).management();
    if (management.port() == 0) {
      return unhealthy("management.port is 0, so the port is unknown");
    }
    URI page = page(management);
    try {
      int status =
          CompletableFuture.supplyAsync(() -> status(page))
              .get(WHOLE_MAX.toMillis(), TimeUnit.MILLISECONDS);
      if (status != READY) {
        return unhealthy("%s answers %d".formatted(page, status));
      }
    } catch (ExecutionException e) {
      return unhealthy("%s does not answer: %s".formatted(page, RootCause.line(e)));
    } catch (TimeoutException e) {
      return unhealthy("%s does not answer within %d s".formatted(page, WHOLE_MAX.toSeconds()));
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

  private static int status(URI page) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) page.toURL().openConnection(Proxy.NO_PROXY);
      connection.setInstanceFollowRedirects(false);
      connection.setConnectTimeout(CONNECT_MAX);
      connection.setReadTimeout(READ_MAX);
      try {
        return connection.getResponseCode();
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int unhealthy(String reason) {
    err.println("leadgate is not ready: " + reason);
    return ExitStatus.FAILED;
  }
}
