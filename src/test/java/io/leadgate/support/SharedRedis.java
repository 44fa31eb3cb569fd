package io.leadgate.support;

/**
 * A Redis that a test shares with others.
 *
 * @param uri the URI of the server
 * @param keyPrefix the beginning of every key that the test writes
 */
public record SharedRedis(String uri, String keyPrefix) {

  private static final String REMOVE =
      """
      local cursor = '0'
      repeat
        local page = redis.call('SCAN', cursor, 'MATCH', ARGV[1] .. '*', 'COUNT', 1000)
        cursor = page[1]
        for _, key in ipairs(page[2]) do redis.call('DEL', key) end
      until cursor == '0'
      """;

  /** Removes the keys with the prefix, and leaves all other keys. */
  void removeKeys() {
    try (RedisCommands redis = new RedisCommands(uri)) {
      redis.ask("EVAL", REMOVE, "0", keyPrefix);
    } catch (Exception e) {
      throw new IllegalStateException("The keys " + keyPrefix + "* are still in " + uri, e);
    }
  }
}
