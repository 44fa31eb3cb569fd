package io.leadgate.architecture;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Checks that a test which breaks a server has the tag {@code faults}, because test runs during
 * development leave out the tests of this tag. A call through a helper outside {@code support} is
 * not found.
 */
class FaultTagsTest {

  private static final JavaClasses TESTS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
          .importPackages("io.leadgate");

  @Test
  void testThatStopsKillsOrFreezesAServerHasTheTag() {
    Set<String> breaking =
        TESTS.stream()
            .filter(FaultTagsTest::isOfATest)
            .filter(
                test -> test.getCodeUnitAccessesFromSelf().stream().anyMatch(FaultTagsTest::breaks))
            .map(FaultTagsTest::topLevelName)
            .collect(toCollection(TreeSet::new));

    assertThat(breaking).contains("io.leadgate.faults.PostgresRestartSpec");
    assertThat(tagged()).containsAll(breaking);
  }

  @Test
  void eachTestOfThePackageOfFaultsHasTheTag() {
    Set<String> faults =
        TESTS.stream()
            .filter(test -> test.getPackageName().equals("io.leadgate.faults"))
            .filter(FaultTagsTest::isOfATest)
            .map(FaultTagsTest::topLevelName)
            .collect(toCollection(TreeSet::new));

    assertThat(faults).isNotEmpty();
    assertThat(tagged()).containsAll(faults);
  }

  private static Set<String> tagged() {
    return TESTS.stream()
        .filter(
            test ->
                test.tryGetAnnotationOfType(Tag.class)
                    .map(tag -> tag.value().equals("faults"))
                    .orElse(false))
        .map(JavaClass::getName)
        .collect(toCollection(TreeSet::new));
  }

  private static boolean isOfATest(JavaClass tested) {
    return topLevelName(tested).matches(".*(Spec|Test)");
  }

  private static String topLevelName(JavaClass nested) {
    return nested.getName().replaceFirst("\\$.*", "");
  }

  /** Whether the call ends or freezes a server, or makes a connection to a server hang or break. */
  private static boolean breaks(JavaCodeUnitAccess<?> call) {
    CodeUnitAccessTarget target = call.getTarget();
    return target
            .getOwner()
            .getFullName()
            .matches("io\\.leadgate\\.support\\..*(Server|Postgres|Proxy)")
        && target.getName().matches("(stop|kill|restart|freeze|promote|copyOf|swallow|cut).*");
  }
}
