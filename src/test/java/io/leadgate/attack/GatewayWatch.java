package io.leadgate.attack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Samples a gateway's process and its management listener twice a second, and keeps the largest
 * values. Thread-safe.
 */
final class GatewayWatch implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(2);
  private static final Pattern DIRECT =
      Pattern.compile("(?m)^leadgate_direct_memory_bytes (\\S+)$");
  private static final Pattern BUDGET =
      Pattern.compile("(?m)^leadgate_budget_(max_)?bytes\\{share=\"([^\"]+)\"[^}]*} (\\S+)$");

  private final long pid;
  private final HttpRequest metrics;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(ANSWER_MAX).build();
  private final Thread thread = new Thread(this::run, "gateway-watch");
  private Seen seen = new Seen();
  private volatile long residentPeak;
  private volatile boolean ended;

  /** The samples since the last reset. */
  private static final class Seen {
    private final Map<String, Double> budgets = new TreeMap<>();
    private final Map<String, Double> bounds = new TreeMap<>();
    private long residentMax;
    private double directMax;
    private int answered;
    private int unanswered;
  }

  private GatewayWatch(long pid, String management) {
    this.pid = pid;
    metrics =
        HttpRequest.newBuilder(URI.create(management + "/metrics")).timeout(ANSWER_MAX).build();
  }

  static GatewayWatch start(long pid, String management) {
    GatewayWatch started = new GatewayWatch(pid, management);
    started.thread.setDaemon(true);
    started.thread.start();
    return started;
  }

  private void run() {
    while (!ended) {
      long resident = kibibytes("VmRSS");
      residentPeak = Math.max(residentPeak, kibibytes("VmHWM") * 1024);
      String scraped = scraped();
      synchronized (this) {
        seen.residentMax = Math.max(seen.residentMax, resident);
        if (scraped.isEmpty()) {
          seen.unanswered++;
        } else {
          seen.answered++;
        }
        DIRECT
            .matcher(scraped)
            .results()
            .forEach(
                found ->
                    seen.directMax = Math.max(seen.directMax, Double.parseDouble(found.group(1))));
        BUDGET.matcher(scraped).results().forEach(this::budget);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private void budget(MatchResult found) {
    (found.group(1) == null ? seen.budgets : seen.bounds)
        .merge(found.group(2), Double.valueOf(found.group(3)), Math::max);
  }

  private String scraped() {
    try {
      return client.send(metrics, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException unanswered) {
      return "";
    } catch (InterruptedException e) {
      ended = true;
      return "";
    }
  }

  /** The largest resident size since the start of the process, in bytes. */
  long residentPeakBytes() {
    return residentPeak;
  }

  private long kibibytes(String name) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
          .filter(line -> line.startsWith(name + ":"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    } catch (IOException gone) {
      return 0;
    }
  }

  /** Forgets all samples so far. */
  synchronized void reset() {
    seen = new Seen();
  }

  @Override
  public synchronized String toString() {
    StringBuilder text =
        new StringBuilder(
            "RSS %,d MB, direct memory %.1f MB, /metrics answered %d of %d times"
                .formatted(
                    seen.residentMax / 1024,
                    seen.directMax / 1e6,
                    seen.answered,
                    seen.answered + seen.unanswered));
    seen.budgets.forEach(
        (share, bytes) ->
            text.append(
                ", %s %.1f of %.1f MB"
                    .formatted(share, bytes / 1e6, seen.bounds.getOrDefault(share, 0.0) / 1e6)));
    return text.toString();
  }

  @Override
  public void close() {
    ended = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client.close();
  }
}
