package io.leadgate.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.leadgate.domain.Refusal;
import io.leadgate.web.answer.Json;
import io.leadgate.web.answer.Problem;
import io.vertx.core.http.HttpServerResponse;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** Who may know whom. */
class ArchitectureTest {

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.leadgate");

  @Test
  void theDomainKnowsNothingButJava() {
    classes()
        .that()
        .resideInAPackage("io.leadgate.domain")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..", "io.leadgate.domain")
        .check(MAIN);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("io.leadgate.(**)").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void theReceiverAndThePersistenceDoNotKnowEachOther() {
    noClasses()
        .that()
        .resideInAPackage("io.leadgate.receiver..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.leadgate.persistence..", "io.leadgate.postgres..")
        .check(MAIN);
    noClasses()
        .that()
        .resideInAPackage("io.leadgate.persistence..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.leadgate.receiver..",
            "io.leadgate.web..",
            "io.leadgate.management..",
            "io.leadgate.token..",
            "io.leadgate.store..",
            "io.leadgate.catalog..")
        .check(MAIN);
  }

  @Test
  void onlyTheCompositionRootKnowsThePersistence() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.leadgate", "io.leadgate.persistence..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.leadgate.persistence..")
        .check(MAIN);
    noClasses()
        .that()
        .resideOutsideOfPackage("io.leadgate")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.leadgate")
        .check(MAIN);
  }

  @Test
  void telemetryAndSettingsKnowNobodyWhoUsesThem() {
    classes()
        .that()
        .resideInAPackage("io.leadgate.telemetry")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "org.jspecify..",
            "org.slf4j..",
            "io.micrometer..",
            "io.leadgate.domain",
            "io.leadgate.telemetry")
        .check(MAIN);
    noClasses()
        .that()
        .resideInAPackage("io.leadgate.config")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "io.leadgate.telemetry..", "io.leadgate.web..")
        .check(MAIN);
  }

  @Test
  void onlyTheWriterOfProblemsAndTheWriterOfJsonSetAStatus() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(Problem.class, Json.class)
        .should()
        .callMethod(HttpServerResponse.class, "setStatusCode", int.class)
        .check(MAIN);
  }

  @Test
  void onlyTheEventLogHoldsALogger() {
    noClasses()
        .that()
        .haveSimpleNameNotEndingWith("EventLog")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Logger.class)
        .check(MAIN);
  }

  @Test
  void slugsAreUniqueAndEachSaysWhatItsConstantSays() {
    assertThat(Arrays.stream(Refusal.values()).map(Refusal::slug)).doesNotHaveDuplicates();
    assertThat(Refusal.values())
        .allSatisfy(
            refusal ->
                assertThat(refusal.slug())
                    .isEqualTo(
                        refusal.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-')));
  }
}
