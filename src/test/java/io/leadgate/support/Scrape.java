package io.leadgate.support;

import io.leadgate.support.http.Http;
import java.util.function.Predicate;

/** Reads a gateway's metrics. */
public final class Scrape {

  private Scrape() {}

  /** The sum of a metric over all its labels. */
  public static double sum(Http management, String metric) {
    return sum(management, line -> line.startsWith(metric + "{") || line.startsWith(metric + " "));
  }

  /** The value of a series, which is named with its labels as in the scrape. */
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
