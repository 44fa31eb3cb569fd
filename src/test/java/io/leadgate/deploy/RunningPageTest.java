package io.leadgate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Compares the commands of docs/running.md with the files that they name. {@code .ci/run} runs the
 * commands of the jar and of the service; those of an engine or a cluster have none at hand.
 */
class RunningPageTest {

  private static final String PAGE = "docs/running.md";
  private static final Pattern BLOCK =
      Pattern.compile("<!-- (\\w+) -->\\R```sh\\R(.*?)```\\R<!-- end -->", Pattern.DOTALL);
  private static final Pattern FILE =
      Pattern.compile("(?<![\\w/.-])((?:config|k8s|load-tests|docs)/[\\w./-]*\\w)");

  @Test
  void eachBlockIsMarkedSoThatTheBuildFindsIt() throws IOException {
    assertThat(blocks()).hasSize(6);
    assertThat(Pattern.compile("```sh").matcher(ProjectFiles.text(PAGE)).results()).hasSize(6);
  }

  @Test
  void namedFilesExist() throws IOException {
    List<String> files = new ArrayList<>();
    for (String block : blocks()) {
      FILE.matcher(block).results().forEach(file -> files.add(file.group(1)));
    }

    assertThat(files)
        .contains("config/jvm.options", "config/compose.yaml", "k8s/overlays/dev")
        .allMatch(file -> Files.exists(Path.of(file)));
  }

  @Test
  void imageIsTheImageOfCompose() throws IOException {
    String image = ProjectFiles.yaml("config/compose.yaml").at("/services/gateway/image").asText();

    assertThat(image).isEqualTo("leadgate:" + ProjectFiles.version());
    assertThat(block("image"))
        .contains("docker build -t " + image + " .\n")
        .contains(" " + image + "\n");
  }

  @Test
  void imageRunsAsComposeRunsIt() throws IOException {
    String gateway = ProjectFiles.text("config/compose.yaml");

    assertThat(gateway).contains("read_only: true", "- /tmp:size=16m", "mem_limit: 1280m", "- ALL");
    assertThat(block("image"))
        .contains("--read-only", "--tmpfs /tmp:size=16m", "--memory 1280m", "--cap-drop ALL")
        .contains("-p 8080:8080", "-p 127.0.0.1:9090:9090", "docker stop -t 15 ");
  }

  /** In the image the jar stands in the work directory. */
  @Test
  void commandInsideAContainerFindsTheJar() throws IOException {
    assertThat(block("image")).contains("docker exec leadgate java -jar leadgate.jar health\n");
    assertThat(block("compose")).contains(" exec gateway java -jar leadgate.jar health\n");
    assertThat(Dockerfile.read().stage(Dockerfile.LAST).words("ENTRYPOINT").getLast())
        .isEqualTo(ProjectFiles.find("Dockerfile", "^WORKDIR (/opt/.*)$") + "/leadgate.jar");
  }

  private static List<String> blocks() throws IOException {
    return BLOCK.matcher(ProjectFiles.text(PAGE)).results().map(block -> block.group(2)).toList();
  }

  private static String block(String mark) throws IOException {
    Matcher block = BLOCK.matcher(ProjectFiles.text(PAGE));
    while (block.find()) {
      if (block.group(1).equals(mark)) {
        return block.group(2);
      }
    }
    throw new AssertionError("no block " + mark);
  }
}
