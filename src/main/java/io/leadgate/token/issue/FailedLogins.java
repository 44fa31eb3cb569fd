package io.leadgate.token.issue;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.leadgate.config.Settings;
import io.leadgate.domain.CallerNetwork;
import io.leadgate.redis.RedisCalls;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.netty.util.NetUtil;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Bounds how many logins of one address may fail in a minute of the clock. Past it nothing that
 * comes from there is looked at until the next minute, good or bad: an answer to each would tell
 * the two apart. Nodes add up their counts through Redis; without it each counts by itself. An
 * address stands for its {@link CallerNetwork}. Shared by all verticles.
 */
public final class FailedLogins {

  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int ADDRESSES_MAX = 100_000;

  /** Two commands as one, so that no count can be left behind without an end. */
  private static final String COUNT =
      """
      local failed = redis.call('INCR', KEYS[1])
      if failed == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
      return failed\
      """;

  /** 0 for no bound. */
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

  /** How long nothing from this address is looked at; empty where it is. */
  public Optional<Duration> blocked(String address) {
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

  public void failed(String address) {
    if (perMinuteMax == 0) {
      return;
    }
    Window window = window(address);
    int here = failed.asMap().merge(window, 1, Integer::sum);
    if (here == perMinuteMax) {
      telemetry.emit(new Event.LoginsBlocked(address));
    }
    redis
        .send(
            Request.cmd(Command.EVAL)
                .arg(COUNT)
                .arg(1)
                .arg(redis.key("failed-logins:%s:%d".formatted(window.network(), window.minute())))
                .arg(WINDOW.multipliedBy(2).toMillis()))
        .onSuccess(
            everywhere -> {
              if (everywhere != null) {
                failed.asMap().merge(window, everywhere.toInteger(), Math::max);
                // Of all nodes one sees this number.
                if (everywhere.toInteger() == perMinuteMax && here != perMinuteMax) {
                  telemetry.emit(new Event.LoginsBlocked(address));
                }
              }
            });
  }

  public int perMinuteMax() {
    return perMinuteMax;
  }

  private Window window(String address) {
    return new Window(network(address), clock.instant().getEpochSecond() / WINDOW.toSeconds());
  }

  private static String network(String address) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
    return bytes == null ? address : Long.toHexString(CallerNetwork.of(bytes));
  }
}
