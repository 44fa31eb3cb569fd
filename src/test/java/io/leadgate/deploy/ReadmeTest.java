package io.leadgate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the commands of k8s/README.md with what they name. */
class ReadmeTest {

  private static final Path FILE = Path.of("k8s/README.md");
  private static final Pattern PATH = Pattern.compile("kubectl apply -[kf] (\\S+)");
  private static final Pattern NAMED =
      Pattern.compile("kubectl -n (\\S+) .*?\\b(deployment|service)/([a-z-]+)");

  @Test
  void appliedPathsExist() throws IOException {
    assertThat(found(PATH).map(match -> match.group(1)).toList())
        .contains("k8s/overlays/dev", "k8s/overlays/prod")
        .allMatch(path -> Files.exists(Path.of(path)));
  }

  @Test
  void namedObjectsExistInTheirNamespace() throws IOException {
    List<MatchResult> commands = found(NAMED).toList();

    assertThat(commands).hasSizeGreaterThan(4);
    for (MatchResult command : commands) {
      String kind =
          command.group(2).substring(0, 1).toUpperCase(Locale.ROOT) + command.group(2).substring(1);
      assertThat(Stream.of(Rendering.DEV, Rendering.PROD))
          .as(command.group())
          .anyMatch(
              rendering ->
                  rendering.of(kind).stream()
                      .anyMatch(
                          manifest ->
                              manifest.name().equals(command.group(3))
                                  && manifest
                                      .at("metadata.namespace")
                                      .asText()
                                      .equals(command.group(1))));
    }
  }

  @Test
  void forwardedPortsAreThePodsAndTheServices() throws IOException {
    List<String> forwards =
        Files.readAllLines(FILE).stream().filter(line -> line.contains("port-forward ")).toList();

    assertThat(forwards)
        .anyMatch(
            line ->
                line.endsWith("deployment/leadgate " + Rendering.PROD.gateway().port("management")))
        .anyMatch(
            line ->
                line.endsWith(
                    ":"
                        + Rendering.DEV
                            .one("Service", "leadgate")
                            .at("spec.ports.0.port")
                            .asInt()));
  }

  @Test
  void stopTakesTheTimeThatIsWritten() throws IOException {
    Rendering.Pod gateway = Rendering.PROD.gateway();

    assertThat(Files.readString(FILE))
        .contains(
            "For %s s (`preStop`)"
                .formatted(
                    gateway.container("leadgate").at("/lifecycle/preStop/sleep/seconds").asText()))
        .contains(
            "After %s s (`terminationGracePeriodSeconds`)"
                .formatted(gateway.spec().path("terminationGracePeriodSeconds").asText()));
  }

  private static Stream<MatchResult> found(Pattern pattern) throws IOException {
    return pattern.matcher(Files.readString(FILE)).results();
  }
}
