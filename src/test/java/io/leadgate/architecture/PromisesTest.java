package io.leadgate.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** Finds the tests and scripts that docs/promises.md names below each promise. */
class PromisesTest {

  private static final Path FILE = Path.of("docs/promises.md");
  private static final Path TESTS = Path.of("src/test/java");
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Spec|Test))(?:\\.(\\w+))?`");
  private static final Pattern SCRIPT = Pattern.compile("`(load-tests/[a-z-]+\\.sh)`");

  @Test
  void eachPromiseNamesATest() throws IOException {
    List<String> headings =
        Documents.prose(FILE).stream().filter(line -> line.startsWith("## ")).toList();

    assertThat(headings).isNotEmpty();
    for (String heading : headings) {
      assertThat(Documents.section(FILE, heading))
          .as(heading)
          .anyMatch(line -> line.startsWith("- ") && TEST.matcher(line).find());
    }
  }

  @Test
  void eachNamedTestExists() throws Exception {
    Map<String, String> classes =
        Sources.all().stream()
            .filter(file -> file.startsWith(TESTS))
            .collect(
                Collectors.toMap(
                    file -> file.getFileName().toString().replace(".java", ""),
                    PromisesTest::className,
                    (one, other) -> one));

    List<String> missing = new ArrayList<>();
    for (MatchResult named :
        TEST.matcher(String.join("\n", Documents.prose(FILE))).results().toList()) {
      String className = classes.get(named.group(1));
      if (className == null || !hasTest(className, named.group(2))) {
        missing.add(named.group());
      }
    }

    assertThat(missing).isEmpty();
  }

  private static String className(Path file) {
    return TESTS.relativize(file).toString().replace(".java", "").replace('/', '.');
  }

  /**
   * @param method the name of the test; null for any test of the class
   */
  private static boolean hasTest(String className, @Nullable String method)
      throws ClassNotFoundException {
    Class<?> tests = Class.forName(className, false, PromisesTest.class.getClassLoader());
    return Arrays.stream(tests.getDeclaredMethods())
        .filter(candidate -> method == null || candidate.getName().equals(method))
        .anyMatch(candidate -> AnnotationSupport.isAnnotated(candidate, Testable.class));
  }

  @Test
  void eachNamedScriptExists() throws IOException {
    assertThat(Documents.found(SCRIPT, Documents.prose(FILE)))
        .isNotEmpty()
        .allMatch(script -> Files.isExecutable(Path.of(script)));
  }
}
