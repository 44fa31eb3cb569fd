package io.leadgate.browser;

import java.util.List;
import java.util.Map;
import org.openqa.selenium.chrome.ChromeDriver;

/** What a browser's pages believe of the screen. */
record BrowserScreen(ChromeDriver driver) {

  void reset() {
    media("", List.of());
    driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
  }

  /** Lets pages believe in a system of this colour scheme, such as {@code dark}. */
  void prefer(String scheme) {
    emulate("", "prefers-color-scheme", scheme);
  }

  /** Lets pages believe in a medium and in a feature of it. */
  void emulate(String medium, String feature, String value) {
    media(medium, List.of(Map.of("name", feature, "value", value)));
  }

  private void media(String medium, List<Map<String, String>> features) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia", Map.of("media", medium, "features", features));
  }

  /** Makes the page so many pixels wide, as on a phone where that is little. */
  void size(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
  }
}
