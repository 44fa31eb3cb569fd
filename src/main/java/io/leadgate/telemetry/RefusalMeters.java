package io.leadgate.telemetry;

import io.leadgate.domain.OAuthError;
import io.leadgate.domain.Refusal;
import io.micrometer.core.instrument.Counter;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts refused requests by their slugs, which are a closed set. Thread-safe. */
final class RefusalMeters {

  private final Map<String, Counter> bySlug;

  RefusalMeters(Meters meters) {
    bySlug =
        Stream.concat(
                Arrays.stream(Refusal.values()).map(Refusal::slug),
                Arrays.stream(OAuthError.values()).map(OAuthError::slug))
            .distinct()
            .collect(
                Collectors.toMap(
                    Function.identity(),
                    slug ->
                        meters.counter(
                            "leadgate.requests.refused",
                            "Requests that were answered with a problem or an OAuth error",
                            "slug",
                            slug)));
  }

  void count(String slug) {
    Counter counter = bySlug.get(slug);
    if (counter == null) {
      throw new IllegalArgumentException("no meter for " + slug);
    }
    counter.increment();
  }
}
