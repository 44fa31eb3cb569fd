package io.leadgate.console;

import io.leadgate.console.access.FullAccessPages;
import io.leadgate.console.frame.Assets;
import io.leadgate.console.frame.Frame;
import io.leadgate.console.frame.Page;
import io.leadgate.console.frame.Renderer;
import io.leadgate.console.frame.Times;
import io.leadgate.console.setup.FullSetupPages;
import io.leadgate.domain.AdminRole;
import io.leadgate.domain.SignInWay;
import io.leadgate.domain.SignedIn;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The lists of the console, each with as many rows as a page may have. A new list is a new line in
 * the pages of its screens.
 */
final class FullPages {

  static final int ROWS = 100;

  private static final Instant NOW = Instant.parse("2026-11-29T09:30:00Z");
  private static final Map<String, Page> PAGES = pages();

  private final Renderer renderer = new Renderer();
  private final Assets assets = new Assets();

  private static Map<String, Page> pages() {
    Map<String, Page> pages = new TreeMap<>(new FullAccessPages(ROWS, NOW).all());
    pages.putAll(new FullSetupPages(ROWS, NOW).all());
    return pages;
  }

  static List<String> names() {
    return List.copyOf(PAGES.keySet());
  }

  /** Makes the page as it is sent. */
  Buffer render(String name) {
    Page page = Objects.requireNonNull(PAGES.get(name));
    return renderer.render(
        new Frame(
            page.title(),
            page.section(),
            Optional.of(new SignedIn("ada", AdminRole.ADMIN, SignInWay.PASSWORD)),
            Optional.empty(),
            new Times(ZoneId.of("America/New_York"), NOW),
            page.section().path(),
            new Frame.Installation(Optional.of("PRODUCTION"), "1.0", "node-1"),
            assets),
        page);
  }
}
