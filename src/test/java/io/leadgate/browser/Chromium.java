package io.leadgate.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * The Chromium of this machine. A machine without it, or without its driver, skips the tests of
 * browsers, unless BROWSER_TESTS is {@code required}.
 */
final class Chromium {

  private static final List<Path> BROWSERS =
      List.of(Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"));
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Duration PAGE_MAX = Duration.ofMinutes(1);

  private Chromium() {}

  /**
   * Starts a browser without a window.
   *
   * @param arguments further arguments of the command line
   */
  static ChromeDriver start(String... arguments) {
    return start(new ChromeOptions().addArguments(arguments));
  }

  /** Starts a browser without a window, with further options. */
  static ChromeDriver start(ChromeOptions options) {
    List<Path> there = BROWSERS.stream().filter(Files::isExecutable).toList();
    boolean isInstalled = !there.isEmpty() && Files.isExecutable(DRIVER);
    if (!isInstalled && "required".equals(System.getenv("BROWSER_TESTS"))) {
      throw new IllegalStateException("chromium and chromium-driver are not installed");
    }
    Assumptions.assumeTrue(
        isInstalled, "skipped: chromium and chromium-driver are not installed here");
    options.setBinary(there.getFirst().toFile());
    // As root, and in containers, Chromium has no sandbox and little shared memory.
    options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage");
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(new File(DRIVER.toString()))
            .usingAnyFreePort()
            .build();
    ChromeDriver driver = new ChromeDriver(service, options);
    driver.manage().timeouts().pageLoadTimeout(PAGE_MAX).scriptTimeout(PAGE_MAX);
    return driver;
  }
}
