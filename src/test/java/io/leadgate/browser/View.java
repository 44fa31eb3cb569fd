package io.leadgate.browser;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A page of the console in one state.
 *
 * @param name the name, for files too
 * @param open leads a browser that has signed in as an admin to the page
 */
record View(String name, Consumer<ConsoleBrowser> open) {

  /** A page that an address alone shows; the address is asked for once the view is opened. */
  static View at(String name, Supplier<String> path) {
    return new View(name, browser -> browser.open(path.get()));
  }

  static View at(String name, String path) {
    return at(name, () -> path);
  }

  /** A dialog that a button opens on a page. */
  static View dialog(String name, Supplier<String> path, String button) {
    return new View(name, browser -> browser.open(path.get()).click(button));
  }

  @Override
  public String toString() {
    return name;
  }
}
