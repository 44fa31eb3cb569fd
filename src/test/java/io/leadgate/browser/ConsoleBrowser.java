package io.leadgate.browser;

import io.leadgate.support.RunningGateway;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;

/**
 * A browser at the console. Finds an element by its selector each time that it is used, and tries
 * again while a page is exchanged; no test holds an element. Not thread-safe.
 */
final class ConsoleBrowser implements AutoCloseable {

  private static final Duration SOON = Duration.ofSeconds(20);

  /** A browser complains if a test is quicker than the focus that a page gives to its field. */
  private static final String SETTLED =
      "document.readyState === 'complete' && !document.documentElement.dataset.left"
          + " && (!document.querySelector('main [autofocus]:not(dialog *)')"
          + " || document.activeElement !== document.body)";

  private final ChromeDriver driver;
  private final String base;
  private final BrowserRecord record;

  ConsoleBrowser(ChromeDriver driver, String base) {
    this.driver = driver;
    this.base = base;
    record = new BrowserRecord(driver);
    driver.manage().window().setSize(new Dimension(1280, 900));
  }

  ChromeDriver driver() {
    return driver;
  }

  String base() {
    return base;
  }

  BrowserScreen screen() {
    return new BrowserScreen(driver);
  }

  /** What the browser has told and asked for since the last test. */
  BrowserRecord record() {
    return record;
  }

  /** Opens a path of the console's origin, or a whole address. */
  ConsoleBrowser open(String address) {
    driver.get(address.startsWith("/") ? base + address : address);
    return until("the page is there", () -> ask(SETTLED).equals("true"));
  }

  ConsoleBrowser signIn() {
    return signIn(RunningGateway.ADMIN, RunningGateway.ADMIN_PASSWORD);
  }

  ConsoleBrowser signIn(String name, String password) {
    open("/console/login?next=/console/zone");
    fill("[name=name]", name);
    fill("[name=password]", password);
    click("main button.primary");
    return until("the admin is signed in", () -> shows(".who"));
  }

  /** Makes a credential in the popup, which shows its secret then; gives the secret. */
  String makeCredential() {
    return open("/console/credentials")
        .click("[data-new]")
        .fill("#new [name=description]", "Acme")
        .click("#new [value=lead_receiver]")
        .click("#new button.primary")
        .text("#client-secret");
  }

  /** Leaves the page, and forgets cookies, the record and what pages believe of the screen. */
  ConsoleBrowser fresh() {
    driver.get("about:blank");
    driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
    screen().reset();
    record.forget();
    return this;
  }

  /** Acts on an element once it is there and can be acted on. */
  private <T> T with(String selector, Function<WebElement, T> act) {
    AtomicReference<@Nullable T> made = new AtomicReference<>();
    until(
        selector + " is there",
        () -> {
          try {
            made.set(act.apply(driver.findElement(By.cssSelector(selector))));
            return true;
          } catch (NoSuchElementException
              | StaleElementReferenceException
              | ElementNotInteractableException notYet) {
            return false;
          }
        });
    return Objects.requireNonNull(made.get());
  }

  ConsoleBrowser click(String selector) {
    with(
        selector,
        element -> {
          element.click();
          return true;
        });
    return this;
  }

  /** Clicks the button of a form, or a link, and waits until the next page is there. */
  ConsoleBrowser follow(String selector) {
    driver.executeScript("document.documentElement.dataset.left = 'no'");
    click(selector);
    return until("the next page is there", () -> ask(SETTLED).equals("true"));
  }

  ConsoleBrowser fill(String selector, String text) {
    with(
        selector,
        element -> {
          element.clear();
          element.sendKeys(text);
          return true;
        });
    return this;
  }

  ConsoleBrowser choose(String selector, String value) {
    return click(selector + " option[value='" + value + "']");
  }

  /** Chooses a number, or types it where a form has too many objects for a list. */
  ConsoleBrowser chooseNumber(String selector, int number) {
    String value = Integer.toString(number);
    return property(selector, "tagName").equals("SELECT")
        ? choose(selector, value)
        : fill(selector, value);
  }

  /** Presses keys, one after the other, wherever the focus is. */
  ConsoleBrowser press(CharSequence... keys) {
    Actions actions = new Actions(driver);
    Arrays.stream(keys).forEach(actions::sendKeys);
    actions.perform();
    return this;
  }

  String text(String selector) {
    return with(selector, WebElement::getText);
  }

  String value(String selector) {
    return property(selector, "value");
  }

  String property(String selector, String name) {
    return with(selector, element -> String.valueOf(element.getDomProperty(name)));
  }

  /** Whether an element is visible now. */
  boolean shows(String selector) {
    try {
      return driver.findElement(By.cssSelector(selector)).isDisplayed();
    } catch (NoSuchElementException | StaleElementReferenceException notThere) {
      return false;
    }
  }

  int count(String selector) {
    return driver.findElements(By.cssSelector(selector)).size();
  }

  /** The result of a script's expression. */
  String ask(String expression) {
    return String.valueOf(driver.executeScript("return " + expression));
  }

  String focused() {
    return ask(
        "document.activeElement.dataset.new !== undefined ? 'new' : document.activeElement.name"
            + " || document.activeElement.textContent.trim()");
  }

  String path() {
    return Optional.ofNullable(driver.getCurrentUrl())
        .orElse("")
        .replaceFirst("^[a-z]+://[^/]+", "");
  }

  String source() {
    return Optional.ofNullable(driver.getPageSource()).orElse("");
  }

  ConsoleBrowser until(String description, BooleanSupplier condition) {
    boolean holds =
        Await.holds(
            SOON,
            () -> {
              try {
                return condition.getAsBoolean();
              } catch (StaleElementReferenceException exchanged) {
                return false;
              }
            });
    if (!holds) {
      throw new IllegalStateException(
          "not in time: %s; the browser is at %s and shows: %s; its console has %s"
              .formatted(description, path(), ask("document.body.innerText"), record.messages()));
    }
    return this;
  }

  @Override
  public void close() {
    driver.quit();
  }
}
