package io.leadgate.support.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Reads a list page by page, each page by the cursor of the page before. */
public final class Pages {

  private static final int PAGES_MAX = 1_000;

  private Pages() {}

  /**
   * The items of each page, in order; fails where a page is not answered with 200.
   *
   * @param path the path of the first page, with at least one query parameter
   */
  public static List<List<JsonNode>> read(Http client, String path) {
    List<List<JsonNode>> pages = new ArrayList<>();
    String cursor = "";
    do {
      Answer answer = client.get(path + cursor);
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      List<JsonNode> items = new ArrayList<>();
      answer.json().path("items").forEach(items::add);
      pages.add(items);
      assertThat(pages).hasSizeLessThan(PAGES_MAX);
      JsonNode next = answer.json().path("next_cursor");
      cursor = next.isTextual() ? "&cursor=" + next.asText() : "";
    } while (!cursor.isEmpty());
    return pages;
  }

  /** The items of all pages, in order. */
  public static List<JsonNode> items(Http client, String path) {
    return read(client, path).stream().flatMap(List::stream).toList();
  }

  /** A text member of each item of all pages, in order. */
  public static List<String> texts(Http client, String path, String member) {
    return items(client, path).stream().map(item -> item.path(member).asText()).toList();
  }
}
