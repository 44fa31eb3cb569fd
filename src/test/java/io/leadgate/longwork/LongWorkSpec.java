package io.leadgate.longwork;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.web.OpenApi;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Sends each endpoint the requests that cost the most. The bound is loose, because this JVM is not
 * warm and its machine is busy; {@code load-tests/long-work.sh} measures the true times.
 */
class LongWorkSpec {

  private static final Duration HOLD_MAX = Duration.ofMillis(100);
  private static final WorstRequests REQUESTS = new WorstRequests();

  @AfterAll
  static void close() {
    REQUESTS.close();
  }

  @Test
  void noRequestHoldsAnEventLoop() {
    List<String> tooLong = new ArrayList<>();
    for (WorstRequest request : REQUESTS.all()) {
      Duration held = LoopHold.longestDuring(() -> REQUESTS.send(request));
      if (held.compareTo(HOLD_MAX) > 0) {
        // The first request of its kind may have run code that was not compiled yet.
        held = LoopHold.longestDuring(() -> REQUESTS.send(request));
      }
      if (held.compareTo(HOLD_MAX) > 0) {
        tooLong.add(request.name() + " " + held);
      }
    }
    assertThat(tooLong).isEmpty();
  }

  /** A new endpoint needs its worst request here. */
  @Test
  void eachOperationHasItsWorstRequest() {
    assertThat(
            Stream.of(OpenApi.publicListener("0"), OpenApi.managementListener("0"))
                .flatMap(LongWorkSpec::operations)
                .filter(operation -> REQUESTS.all().stream().noneMatch(operation::isOf)))
        .isEmpty();
  }

  private static Stream<Operation> operations(OpenApi document) {
    return document.operations().entrySet().stream()
        .flatMap(
            path -> path.getValue().stream().map(method -> new Operation(method, path.getKey())));
  }

  private record Operation(String method, String path) {
    boolean isOf(WorstRequest request) {
      HttpRequest sent = request.next().get();
      return sent.method().equals(method)
          && sent.uri().getRawPath().matches(path.replaceAll("\\{[A-Za-z]+}", "[^/]+"));
    }
  }
}
