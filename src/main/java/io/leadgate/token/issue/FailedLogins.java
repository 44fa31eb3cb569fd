package io.leadgate.token.issue;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.leadgate.config.Settings;
import io.leadgate.redis.RedisCalls;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.web.request.RemoteAddress;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Counts the failed logins of an address in a minute of the clock. Beyond the bound the address is
 * told to wait, and its logins are no longer logged. A right login is served as ever: a secret has
 * 256 random bits, so that no number of guesses finds it, and other vendors may share the address.
 * The nodes add up their counts in Redis; without Redis each node counts alone. An address counts
 * as its {@link RemoteAddress#network}. Thread-safe.
 */
public final class FailedLogins {

  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int ADDRESSES_MAX = 100_000;

  /** Counts and sets the expiry in a single step, so that no count is left without an expiry. */
  private static final String COUNT =
      """
      local failed = redis.call('INCR', KEYS[1])
      if failed == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
      return failed\
      """;

  /** The bound; 0 means no bound. */
  private final int perMinuteMax;

  private final RedisCalls redis;
  private final InstantSource clock;
  private final Telemetry telemetry;
  private final Cache<Window, Integer> failed =
      Caffeine.newBuilder().maximumSize(ADDRESSES_MAX).expireAfterWrite(WINDOW).build();

  private record Window(String network, long minute) {}

  public FailedLogins(
      Settings.Limits limits, RedisCalls redis, InstantSource clock, Telemetry telemetry) {
    this.perMinuteMax = limits.failedLoginsPerMinute();
    this.redis = redis;
    this.clock = clock;
    this.telemetry = telemetry;
  }

  /** The time until the count of an address begins anew; empty below the bound. */
  public Optional<Duration> blockedFor(String address) {
    if (perMinuteMax == 0) {
      return Optional.empty();
    }
    Window window = window(address);
    Integer count = failed.getIfPresent(window);
    return count == null || count < perMinuteMax
        ? Optional.empty()
        : Optional.of(
            Duration.between(
                clock.instant(),
                Instant.ofEpochSecond((window.minute() + 1) * WINDOW.toSeconds())));
  }

  public void add(String address) {
    if (perMinuteMax == 0) {
      return;
    }
    Window window = window(address);
    int thisNode = failed.asMap().merge(window, 1, Integer::sum);
    if (thisNode == perMinuteMax) {
      telemetry.emit(new Event.LoginsBlocked(address));
    } else if (thisNode > perMinuteMax) {
      return; // All nodes know already.
    }
    redis
        .send(
            Request.cmd(Command.EVAL)
                .arg(COUNT)
                .arg(1)
                .arg(redis.key("failed-logins:%s:%d".formatted(window.network(), window.minute())))
                .arg(WINDOW.multipliedBy(2).toMillis()))
        .onSuccess(
            allNodes -> {
              if (allNodes != null) {
                failed.asMap().merge(window, allNodes.toInteger(), Math::max);
                // Only a single node sees exactly this number.
                if (allNodes.toInteger() == perMinuteMax && thisNode != perMinuteMax) {
                  telemetry.emit(new Event.LoginsBlocked(address));
                }
              }
            });
  }

  public int perMinuteMax() {
    return perMinuteMax;
  }

  private Window window(String address) {
    return new Window(
        RemoteAddress.network(address), clock.instant().getEpochSecond() / WINDOW.toSeconds());
  }
}
