package io.leadgate.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.leadgate.domain.Sha256;
import io.leadgate.web.request.RemoteAddress;
import java.time.Duration;
import java.util.HexFormat;

/**
 * Counts wrong guesses at passwords by address and by name. After some wrong guesses an address
 * waits before its next guess is read, twice as long with each; and so does a name, because guesses
 * may come from many addresses. The wait of a name is half a minute at most, and holds the
 * addresses that have guessed wrong at it, but for those from which it was right within the last
 * hours: guesses of others do not keep its owner out. Confined to one event loop.
 */
final class WrongGuesses {

  /** So many wrong guesses at a name cost no wait, because people mistype. */
  private static final int FREE_OF_A_NAME = 3;

  /** The same for an address, because several people may share it. */
  private static final int FREE_OF_AN_ADDRESS = 10;

  private static final Duration WAIT_MAX = Duration.ofSeconds(30);

  /** The time after which wrong guesses are forgotten. */
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

  /** The time for which an address is known as one of a name. */
  private static final Duration KNOWN_FOR = Duration.ofHours(12);

  private static final int ENTRIES_MAX = 10_000;

  private final Ticker ticker;
  private final Cache<String, Failures> byAddress;
  private final Cache<String, Failures> byName;

  /** The share of each name in the count of an address. */
  private final Cache<String, Integer> byBoth;

  /** The addresses from which a name was right, with that name. */
  private final Cache<String, Boolean> known;

  private record Failures(int count, long until) {}

  WrongGuesses(Ticker ticker) {
    this.ticker = ticker;
    this.byAddress = cache(ticker, FORGOTTEN_AFTER);
    this.byName = cache(ticker, FORGOTTEN_AFTER);
    this.byBoth = cache(ticker, FORGOTTEN_AFTER);
    this.known = cache(ticker, KNOWN_FOR);
  }

  private static <V> Cache<String, V> cache(Ticker ticker, Duration kept) {
    return Caffeine.newBuilder()
        .maximumSize(ENTRIES_MAX)
        .expireAfterWrite(kept)
        .ticker(ticker)
        .build();
  }

  /** Whether a guess at the name from the address must wait because of wrong guesses. */
  boolean mustWait(String address, String name) {
    String both = both(address, name);
    return isUnderWait(byAddress, RemoteAddress.network(address))
        || (byBoth.getIfPresent(both) != null
            && known.getIfPresent(both) == null
            && isUnderWait(byName, hash(name)));
  }

  private boolean isUnderWait(Cache<String, Failures> counts, String key) {
    Failures failures = counts.getIfPresent(key);
    return failures != null && failures.until() - ticker.read() > 0;
  }

  void wrong(String address, String name) {
    count(byAddress, RemoteAddress.network(address), FREE_OF_AN_ADDRESS);
    count(byName, hash(name), FREE_OF_A_NAME);
    byBoth.asMap().merge(both(address, name), 1, Integer::sum);
  }

  private void count(Cache<String, Failures> counts, String key, int free) {
    counts
        .asMap()
        .compute(
            key,
            (same, before) -> {
              int count = before == null ? 1 : before.count() + 1;
              return new Failures(count, ticker.read() + waitAfter(count - free).toNanos());
            });
  }

  /**
   * Forgets the wrong guesses at a name, and those of them that came from the address. Those at
   * other names stay, because the owner of one name may guess at another.
   */
  void right(String address, String name) {
    String both = both(address, name);
    Integer own = byBoth.asMap().remove(both);
    byName.invalidate(hash(name));
    if (own != null) {
      byAddress
          .asMap()
          .computeIfPresent(
              RemoteAddress.network(address),
              (same, before) ->
                  before.count() > own ? new Failures(before.count() - own, before.until()) : null);
    }
    known.put(both, true);
  }

  private static Duration waitAfter(int guessesThatCount) {
    int doublings = guessesThatCount - 1;
    if (doublings < 0) {
      return Duration.ZERO;
    }
    Duration wait = Duration.ofSeconds(1L << Math.min(doublings, 10));
    return wait.compareTo(WAIT_MAX) < 0 ? wait : WAIT_MAX;
  }

  private static String both(String address, String name) {
    return RemoteAddress.network(address) + ' ' + hash(name);
  }

  /** A name may be as long as a head. */
  private static String hash(String name) {
    return HexFormat.of().formatHex(Sha256.of(name));
  }
}
