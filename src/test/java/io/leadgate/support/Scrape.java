package io.leadgate.support;

import io.leadgate.support.http.Http;
import java.util.function.Predicate;

/** What a gateway's metrics say. */
public final class Scrape {

  private Scrape() {}

  /** The sum over all label values of a metric. */
  public static double sum(Http management, String metric) {
    return sum(management, line -> line.startsWith(metric + "{") || line.startsWith(metric + " "));
  }

  /** One series, with its labels as they stand there. */
  public static double value(Http management, String series) {
    return sum(management, line -> line.startsWith(series + " "));
  }

  private static double sum(Http management, Predicate<String> isWanted) {
    return management
        .get("/metrics")
        .body()
        .lines()
        .filter(isWanted)
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
