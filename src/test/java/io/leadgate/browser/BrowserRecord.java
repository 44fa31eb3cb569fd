package io.leadgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * What a browser has written to its console, violations of the content security policy among it,
 * and all addresses that the browser has asked for. Not thread-safe.
 */
final class BrowserRecord {

  /** Chromium writes a line for each answer with an error's status, which specs ask for. */
  private static final String STATUS =
      "Failed to load resource: the server responded with a status of ";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ChromeDriver driver;
  private final List<String> messages = new ArrayList<>();
  private final List<String> addresses = new ArrayList<>();
  private final List<String> questions = new ArrayList<>();

  BrowserRecord(ChromeDriver driver) {
    this.driver = driver;
  }

  static void keepIn(ChromeOptions options) {
    LoggingPreferences kept = new LoggingPreferences();
    kept.enable(LogType.BROWSER, Level.ALL);
    kept.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability("goog:loggingPrefs", kept);
  }

  /** The messages of the console since {@link #forget()}. */
  List<String> messages() {
    read();
    return List.copyOf(messages);
  }

  /** The violations of the content security policy since {@link #forget()}. */
  List<String> violations() {
    return messages().stream().filter(text -> text.contains("Content Security Policy")).toList();
  }

  /** The origins of all addresses that the browser has asked for since {@link #forget()}. */
  Set<String> origins() {
    read();
    return Set.copyOf(addresses.stream().map(BrowserRecord::origin).toList());
  }

  /**
   * The kinds of the questions that the browser has put since {@link #forget()}, such as {@code
   * beforeunload}; the driver has answered each.
   */
  List<String> questions() {
    read();
    return List.copyOf(questions);
  }

  private static String origin(String address) {
    URI uri = URI.create(address);
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  void forget() {
    read();
    messages.clear();
    addresses.clear();
    questions.clear();
  }

  /**
   * Fails if there was any message, any violation, or any request to another origin.
   *
   * @param origins the origins that the test itself has opened
   */
  void assertQuiet(String... origins) {
    assertThat(messages()).as("messages of the browser's console").isEmpty();
    assertThat(origins()).as("origins that were asked").isSubsetOf(origins);
  }

  private void read() {
    driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(entry -> entry.getMessage())
        .filter(message -> !message.contains(STATUS))
        .forEach(messages::add);
    driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
        .map(entry -> parsed(entry.getMessage()))
        .forEach(this::take);
  }

  private void take(JsonNode event) {
    JsonNode parameters = event.path("params");
    switch (event.path("method").asText()) {
      case "Network.requestWillBeSent" -> {
        String address = parameters.path("request").path("url").asText();
        if (address.matches("(?:http|ws)s?:.*")) {
          addresses.add(address);
        }
      }
      case "Page.javascriptDialogOpening" -> questions.add(parameters.path("type").asText());
      default -> {} // The rest tells nothing that tests ask for.
    }
  }

  private static JsonNode parsed(String event) {
    try {
      return JSON.readTree(event).path("message");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
