package io.leadgate.browser;

import io.leadgate.support.RunningGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/**
 * Writes a picture of each page of the console, in light and in dark, for a desk and for a phone.
 */
final class Screenshots {

  private static final Path DIRECTORY = Path.of("target/screenshots");
  private static final Map<Integer, Integer> SIZES = Map.of(1280, 800, 390, 844);

  private Screenshots() {}

  public static void main(String[] arguments) throws IOException {
    Files.createDirectories(DIRECTORY);
    try (RunningGateway gateway = ConsoleViews.gateway();
        ConsoleBrowser browser = Browsers.at(gateway.management().base())) {
      browser.signIn();
      for (View view : ConsoleViews.of(gateway).toList()) {
        view.open().accept(browser);
        for (Map.Entry<Integer, Integer> size : SIZES.entrySet()) {
          for (String scheme : new String[] {"light", "dark"}) {
            browser.screen().size(size.getKey(), size.getValue());
            browser.screen().prefer(scheme);
            write(browser, "%s-%d-%s.png".formatted(view.name(), size.getKey(), scheme));
          }
        }
        browser.screen().size(1280, 800);
      }
    }
    System.exit(0);
  }

  private static void write(ConsoleBrowser browser, String name) throws IOException {
    Object picture =
        browser
            .driver()
            .executeCdpCommand(
                "Page.captureScreenshot",
                Map.of("captureBeyondViewport", !browser.shows("dialog[open]")))
            .get("data");
    Files.write(DIRECTORY.resolve(name), Base64.getDecoder().decode(String.valueOf(picture)));
  }
}
