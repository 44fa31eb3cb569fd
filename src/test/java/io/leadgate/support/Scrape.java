package io.leadgate.support;

/** What a gateway's metrics say. */
public final class Scrape {

  private Scrape() {}

  /** The sum over all label values of a metric. */
  public static double sum(Http management, String metric) {
    return management
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
