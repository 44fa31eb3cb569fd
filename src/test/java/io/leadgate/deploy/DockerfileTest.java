package io.leadgate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.config.Settings;
import io.leadgate.support.MinimalSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks the Dockerfile; {@code .ci/image} runs its steps. */
class DockerfileTest {

  private static final String FOLDER = "/opt/leadgate";

  private final Dockerfile dockerfile;
  private final Dockerfile.Stage last;

  DockerfileTest() throws IOException {
    dockerfile = Dockerfile.read();
    last = dockerfile.stage(Dockerfile.LAST);
  }

  @Test
  void eachBaseIsPinned() {
    assertThat(dockerfile.stages().keySet().stream().map(dockerfile::image))
        .allMatch(ProjectFiles::isPinned);
  }

  /** The JVM refuses the AOT cache of another JVM. */
  @Test
  void cacheIsMadeOnTheImageOfTheLastStage() {
    assertThat(dockerfile.image("training")).isEqualTo(dockerfile.image(Dockerfile.LAST));
  }

  @Test
  void cacheIsMadeOfTheJarThatIsStarted() throws IOException {
    assertThat(dockerfile.stage("training").texts("RUN").getLast())
        .isEqualTo("JAR=%s/leadgate.jar load-tests/train.sh %s/leadgate.aot", FOLDER, FOLDER);
    assertThat(last.texts("COPY")).containsExactly("--from=training %1$s %1$s".formatted(FOLDER));
    assertThat(last.words("ENTRYPOINT"))
        .contains("-XX:AOTCache=" + FOLDER + "/leadgate.aot", FOLDER + "/leadgate.jar");
  }

  @Test
  void buildEndsWhereTheCacheIsRefused() throws IOException {
    assertThat(last.words("RUN"))
        .containsAll(last.words("ENTRYPOINT"))
        .contains("-XX:AOTMode=on")
        .endsWith("--version");
  }

  @Test
  void entrypointRunsTheJarWithTheOptionsFile() throws IOException {
    assertThat(last.words("ENTRYPOINT"))
        .startsWith("java", "@" + FOLDER + "/jvm.options")
        .endsWith("-jar", FOLDER + "/leadgate.jar");
    assertThat(last.words("CMD")).containsExactly("run");
    assertThat(last.text("WORKDIR")).isEqualTo(FOLDER);
  }

  @Test
  void healthIsAskedByTheJarItself() throws IOException {
    assertThat(last.words("HEALTHCHECK"))
        .startsWith("java")
        .endsWith("-jar", FOLDER + "/leadgate.jar", "health");
  }

  @Test
  void userIsAnotherThanRootAndGivenByNumber() {
    assertThat(last.text("USER")).isEqualTo("65532:65532");
  }

  @Test
  void exposedPortsAreThoseOfTheSettings() {
    Settings settings = MinimalSettings.with("redis://none", last.values("ENV"));
    assertThat(last.text("EXPOSE").split(" "))
        .containsExactly(
            Integer.toString(settings.http().port()),
            Integer.toString(settings.management().port()));
    assertThat(settings.management().host()).isEqualTo("0.0.0.0");
  }

  @Test
  void labelsSayWhatTheImageIs() throws IOException {
    assertThat(last.values("LABEL"))
        .containsEntry("org.opencontainers.image.title", "Leadgate")
        .containsEntry("org.opencontainers.image.licenses", "Apache-2.0")
        .containsEntry("org.opencontainers.image.version", "$VERSION")
        .containsEntry("org.opencontainers.image.revision", "$REVISION")
        .containsEntry("org.opencontainers.image.source", "$SOURCE")
        .containsKey("org.opencontainers.image.description");
    assertThat(last.values("ARG"))
        .containsEntry("VERSION", ProjectFiles.version())
        .containsKeys("REVISION", "SOURCE");
  }

  @Test
  void contextHasWhatIsCopiedAndNoSecret() throws IOException {
    List<String> let =
        Files.readAllLines(Path.of(".dockerignore")).stream()
            .filter(line -> !line.startsWith("#"))
            .toList();
    assertThat(let).startsWith("*").doesNotContain("!config");
    assertThat(let.stream().skip(1))
        .allMatch(line -> line.startsWith("!"))
        .allMatch(line -> Files.exists(Path.of(line.substring(1))));
    Stream<String> copied =
        dockerfile.stages().values().stream()
            .flatMap(stage -> stage.texts("COPY").stream())
            .filter(text -> !text.startsWith("--from="))
            .map(text -> text.split(" ", 2)[0]);
    assertThat(copied)
        .isNotEmpty()
        .allMatch(path -> let.stream().anyMatch(line -> line.startsWith("!" + path)));
  }
}
