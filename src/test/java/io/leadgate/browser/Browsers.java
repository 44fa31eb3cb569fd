package io.leadgate.browser;

import java.util.Map;
import org.openqa.selenium.chrome.ChromeOptions;

/** Starts browsers for a console. */
final class Browsers {

  private Browsers() {}

  /**
   * Starts a browser.
   *
   * @param base the origin of the console
   * @param arguments further arguments of Chromium's command line
   */
  static ConsoleBrowser at(String base, String... arguments) {
    return start(base, new ChromeOptions().addArguments(arguments));
  }

  /** Starts a browser that runs no scripts of pages. */
  static ConsoleBrowser withoutScripts(String base) {
    ChromeOptions options = new ChromeOptions();
    options.setExperimentalOption(
        "prefs", Map.of("profile.managed_default_content_settings.javascript", 2));
    return start(base, options);
  }

  private static ConsoleBrowser start(String base, ChromeOptions options) {
    BrowserRecord.keepIn(options);
    return new ConsoleBrowser(Chromium.start(options), base);
  }
}
