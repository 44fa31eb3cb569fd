package io.leadgate.token.check;

import io.leadgate.domain.Credential;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Passes on that a static key was used, each key once a second at most, because a busy vendor uses
 * its key thousands of times a second. Confined to one event loop.
 */
public final class KeyUse {

  private static final long NANOS = 1_000_000_000;

  private final Log log;
  private final Set<UUID> noted = new HashSet<>();
  private long since = System.nanoTime();

  /** Keeps the time of the last use. */
  @FunctionalInterface
  public interface Log {
    void used(Credential credential, UUID secretId);
  }

  public KeyUse(Log log) {
    this.log = log;
  }

  void note(Credential credential, UUID secretId) {
    long now = System.nanoTime();
    if (now - since >= NANOS) {
      noted.clear();
      since = now;
    }
    if (noted.add(secretId)) {
      log.used(credential, secretId);
    }
  }
}
