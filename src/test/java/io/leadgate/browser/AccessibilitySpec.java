package io.leadgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.RunningGateway;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** axe finds no fault on any page of the console, in light and in dark; the pages are quiet. */
class AccessibilitySpec {

  private static final String AXE = axe();
  private static RunningGateway gateway;
  private static ConsoleBrowser browser;

  @BeforeAll
  static void start() {
    gateway = ConsoleViews.gateway();
    browser = Browsers.at(gateway.management().base());
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    if (gateway != null) {
      gateway.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> pageHasNoFault() {
    browser.fresh().signIn();
    return ConsoleViews.of(gateway)
        .map(
            view ->
                DynamicTest.dynamicTest(
                    view.name(),
                    () -> {
                      view.open().accept(browser);
                      for (String scheme : List.of("light", "dark")) {
                        browser.screen().prefer(scheme);
                        awaitScheme(scheme);
                        assertThat(violations()).as(view.name() + ", " + scheme).isEmpty();
                      }
                      browser.record().assertQuiet(browser.base());
                      browser.record().forget();
                    }));
  }

  /** The documents follow a change of the scheme by a script. */
  private static void awaitScheme(String scheme) {
    browser.until(
        "the documents are in " + scheme,
        () ->
            browser.count("#swagger-ui") == 0
                || (browser.count(".dark-mode") > 0) == scheme.equals("dark"));
  }

  /** A control: the tool finds a picture without a text, and a text without contrast. */
  @Test
  void faultsAreFound() {
    browser.fresh().open("/console/login");
    browser
        .driver()
        .executeScript(
            "const picture = new Image(); picture.src = 'data:,'; document.querySelector('main').append(picture);"
                + " document.querySelector('h1').style.color = '#ddd'");

    assertThat(violations())
        .anyMatch(violation -> violation.startsWith("image-alt"))
        .anyMatch(violation -> violation.startsWith("color-contrast"));
  }

  /**
   * Each violated rule with the elements at fault. Swagger UI has a main part within that of the
   * page, and the page cannot change it.
   */
  private static List<String> violations() {
    if (!browser.ask("typeof axe").equals("object")) {
      browser.driver().executeScript(AXE);
    }
    @SuppressWarnings("unchecked") // The script gives a list of texts.
    List<String> found =
        (List<String>)
            Objects.requireNonNull(
                browser
                    .driver()
                    .executeAsyncScript(
                        """
                        const done = arguments[arguments.length - 1];
                        const landmarks = {enabled: !document.querySelector("#swagger-ui main")};
                        axe.run(document, {resultTypes: ["violations"], rules: {"landmark-unique": landmarks,
                          "landmark-main-is-top-level": landmarks, "landmark-no-duplicate-main": landmarks}}).then(result => done(result.violations.map(rule =>
                          rule.id + ": " + rule.nodes.map(node => node.target + " " + node.failureSummary).join("; "))),
                          error => done([String(error)]));
                        """));
    return found;
  }

  private static String axe() {
    try (InputStream in =
        Objects.requireNonNull(AccessibilitySpec.class.getResourceAsStream("/axe.min.js"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
