package io.leadgate.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.leadgate.support.Fixtures;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.VendorFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Looks for each series that the dashboard and the alerts name among those of a gateway. */
class MonitoredSeriesSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Path DASHBOARD = Path.of("config/grafana/dashboards/leadgate.json");
  private static final Path ALERTS = Path.of("config/alerts.yaml");

  /** A name, which is no name of a recording rule (with a colon), nor a label's. */
  private static final Pattern NAME =
      Pattern.compile("(?<![\\w:$])((?:leadgate|vertx|jvm|process)_\\w+)(?![\\w:])");

  private static Set<String> exposed() {
    Fixtures fixtures = GATEWAY.fixtures();
    GATEWAY
        .api()
        .bearer(fixtures.token("lead_receiver"))
        .post(fixtures.campaign().leads(), VendorFormat.stored(VendorFormat.LEAD));
    return GATEWAY
        .management()
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("[{ ]", 2)[0])
        .collect(Collectors.toSet());
  }

  private static Set<String> named(String text) {
    Set<String> names = new TreeSet<>();
    Matcher name = NAME.matcher(text);
    while (name.find()) {
      names.add(name.group(1));
    }
    return names;
  }

  @Test
  void eachSeriesOfTheDashboardAndOfTheAlertsIsExposed() throws IOException {
    Set<String> named = named(Files.readString(DASHBOARD));
    named.addAll(named(Files.readString(ALERTS)));

    assertThat(named).hasSizeGreaterThan(30);
    assertThat(exposed()).containsAll(named);
  }

  @Test
  void eachPanelSaysWhatItShows() throws IOException {
    var panels = new ObjectMapper().readTree(DASHBOARD.toFile()).path("panels");

    assertThat(panels).hasSizeGreaterThan(20);
    StreamSupport.stream(panels.spliterator(), false)
        .filter(panel -> !panel.path("type").asText().equals("row"))
        .forEach(
            panel -> {
              assertThat(panel.path("title").asText()).isNotBlank();
              assertThat(panel.path("description").asText()).isNotBlank();
              assertThat(panel.path("targets")).isNotEmpty();
            });
  }

  @Test
  void librariesTellOfPoolsAlone() {
    assertThat(exposed())
        .filteredOn(name -> name.startsWith("vertx_"))
        .isNotEmpty()
        .allMatch(name -> name.startsWith("vertx_pool_"));
  }

  @Test
  void poolsHaveNamesOfAClosedSet() {
    Set<String> pools =
        GATEWAY
            .management()
            .get("/metrics")
            .body()
            .lines()
            .filter(line -> line.startsWith("vertx_pool_in_use{"))
            .map(line -> line.replaceFirst(".*pool_name=\"([^\"]*)\".*", "$1"))
            .collect(Collectors.toSet());

    assertThat(pools)
        .contains("searches", "accounts", "admins", "redis")
        .isSubsetOf(
            "searches",
            "accounts",
            "admins",
            "redis",
            "admin-passwords",
            "vert.x-worker-thread",
            "vert.x-virtual-thread",
            "vert.x-internal-blocking");
  }
}
