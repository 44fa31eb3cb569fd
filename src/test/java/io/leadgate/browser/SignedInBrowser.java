package io.leadgate.browser;

import io.leadgate.support.RunningGateway;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The browser of a class's tests. An admin is signed in before each test, and each test fails whose
 * pages wrote to the browser's console or asked another origin.
 */
final class SignedInBrowser
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

  private final RunningGateway gateway;
  private @Nullable ConsoleBrowser browser;

  SignedInBrowser(RunningGateway gateway) {
    this.gateway = gateway;
  }

  /** The browser, once the class's tests have begun. */
  ConsoleBrowser get() {
    return Objects.requireNonNull(browser);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    browser = Browsers.at(gateway.management().base());
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    get().fresh().signIn();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    get().record().assertQuiet(get().base());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (browser != null) {
      browser.close();
    }
  }
}
