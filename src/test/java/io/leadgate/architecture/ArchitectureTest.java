package io.leadgate.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.leadgate.domain.Refusal;
import io.leadgate.telemetry.EventLog;
import io.leadgate.web.answer.Json;
import io.leadgate.web.answer.Problem;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** Compares the uses between packages with the allowed directions. */
class ArchitectureTest {

  private static final JavaClasses MAIN = Rooms.mainClasses();

  /**
   * All allowed arrows: a package, and the packages that it may use. Each package stands above the
   * packages that it uses, so no cycle is possible.
   */
  private static final String ALLOWED =
      """
      cli -> (root) apply config domain halt log management postgres reconcile signin store telemetry
      (root) -> account apply budget bus catalog config console console.access console.frame console.setup data domain duplicates.upkeep halt loop management persistence persistence.lane postgres receiver receiver.format receiver.leadexec reconcile redis signin store telemetry token.check token.issue web web.answer web.body web.edge web.request
      console -> config console.access console.frame console.setup domain halt signin telemetry web web.answer web.body web.request
      console.access -> budget console.frame domain management signin store telemetry web.answer web.edge web.request
      console.setup -> account console.frame domain store web.answer web.request
      console.frame -> budget domain store web.answer web.body web.edge web.request
      apply -> account config domain management store
      reconcile -> domain postgres telemetry
      account -> domain store token.check web.answer web.body web.request
      data -> bus domain token.check value web.answer web.request
      receiver -> budget bus catalog config domain duplicates loop receiver.cut receiver.format receiver.leadexec telemetry token.check web.answer web.body web.edge web.request
      token.issue -> budget bus catalog config domain redis store telemetry token.check web.answer web.body web.edge web.request
      management -> bus domain signin store telemetry web web.answer web.body web.request
      signin -> budget config domain halt postgres telemetry web.answer web.edge web.request
      token.check -> budget catalog config domain redis telemetry web.answer web.edge web.request
      catalog -> config domain postgres redis store telemetry
      web -> config domain telemetry web.answer web.body web.edge web.request
      duplicates.upkeep -> config domain duplicates postgres store telemetry
      persistence -> bus config domain persistence.lane postgres telemetry
      persistence.lane -> budget config domain telemetry
      receiver.leadexec -> domain loop receiver.format web.answer web.request
      receiver.format -> config domain loop receiver.cut value web.answer web.request
      receiver.cut -> domain loop web.answer web.request
      store -> budget config domain postgres telemetry
      web.body -> budget domain web.answer web.edge web.request
      bus -> config domain halt
      log -> config halt telemetry
      postgres -> budget config domain halt telemetry
      redis -> config halt telemetry
      web.request -> config domain telemetry web.answer web.edge
      web.answer -> budget domain loop web.edge
      web.edge -> budget config domain halt telemetry
      config -> budget
      telemetry -> domain
      duplicates -> domain value
      value -> domain
      loop -> budget
      budget -> domain
      domain ->
      halt ->
      """;

  @Test
  void packagesUseEachOtherInTheAllowedDirectionsOnly() throws IOException {
    assertThat(Rooms.of(MAIN).uses()).isEqualTo(allowed());
  }

  @Test
  void allowedDirectionsFormNoCycle() {
    Set<String> below = new HashSet<>(allowed().keySet());
    ALLOWED
        .lines()
        .map(line -> line.split(" -> ?", -1))
        .forEach(
            line -> {
              below.remove(line[0]);
              assertThat(below).as(line[0]).containsAll(words(line[1]));
            });
  }

  @Test
  void receiverAndPersistenceDoNotUseEachOther() {
    assertThat(allowed().get("receiver"))
        .doesNotContain("persistence", "postgres", "store", "management");
    assertThat(allowed().get("persistence"))
        .noneMatch(
            room ->
                room.startsWith("receiver")
                    || room.startsWith("web")
                    || room.startsWith("token")
                    || Set.of("store", "catalog", "management").contains(room));
  }

  private static Map<String, Set<String>> allowed() {
    return ALLOWED
        .lines()
        .map(line -> line.split(" -> ?", -1))
        .collect(Collectors.toMap(line -> line[0], line -> words(line[1])));
  }

  private static Set<String> words(String text) {
    return text.isBlank() ? Set.of() : Set.of(text.split(" "));
  }

  @Test
  void designDocumentShowsThePackagesOfTheCode() throws IOException {
    String document = Files.readString(Rooms.DESIGN);

    assertThat(Rooms.of(MAIN).drawnInto(document))
        .as("run: mvn -q test-compile exec:exec@drawing")
        .isEqualTo(document);
  }

  @Test
  void domainUsesJavaOnly() {
    classes()
        .that()
        .resideInAPackage("io.leadgate.domain")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..", "io.leadgate.domain")
        .check(MAIN);
  }

  @Test
  void telemetryUsesTheLibrariesOfLogAndMetricsOnly() {
    classes()
        .that()
        .resideInAPackage("io.leadgate.telemetry")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", "org.jspecify..", "org.slf4j..", "io.micrometer..", "io.leadgate..")
        .check(MAIN);
  }

  @Test
  void settingsDoNotUseVertx() {
    noClasses()
        .that()
        .resideInAPackage("io.leadgate.config")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.vertx..")
        .check(MAIN);
  }

  @Test
  void decisionsOfALaneWaitForNothing() {
    classes()
        .that()
        .resideInAPackage("io.leadgate.persistence.lane")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..", "io.leadgate..")
        .check(MAIN);
  }

  @Test
  void onlyProblemJsonAndPageAnswerSetAStatus() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(Problem.class, Json.class)
        .and()
        .doNotHaveFullyQualifiedName("io.leadgate.console.frame.PageAnswer")
        .should()
        .callMethod(HttpServerResponse.class, "setStatusCode", int.class)
        .check(MAIN);
  }

  @Test
  void onlyTheEventLogHoldsALogger() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(EventLog.class)
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Logger.class)
        .check(MAIN);
  }

  @Test
  void slugsAreUniqueAndMatchTheirConstants() {
    assertThat(Arrays.stream(Refusal.values()).map(Refusal::slug)).doesNotHaveDuplicates();
    assertThat(Refusal.values())
        .allSatisfy(
            refusal ->
                assertThat(refusal.slug())
                    .isEqualTo(refusal.name().toLowerCase(Locale.ROOT).replace('_', '-')));
  }
}
