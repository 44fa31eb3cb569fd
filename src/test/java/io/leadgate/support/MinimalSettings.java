package io.leadgate.support;

import io.leadgate.config.Settings;
import io.leadgate.config.SettingsLoader;
import java.util.HashMap;
import java.util.Map;

/**
 * Loads the default settings with the few values that a gateway requires, for tests of a single
 * part.
 */
public final class MinimalSettings {

  private MinimalSettings() {}

  /**
   * @param redisUri the Redis to use; the URI of Postgres names a server that does not exist
   * @param more further settings by the names of their variables
   */
  public static Settings with(String redisUri, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("LEADGATE_POSTGRES_URI", "postgresql://none/none");
    environment.put("LEADGATE_REDIS_URI", redisUri);
    environment.put("LEADGATE_TOKEN_SIGNING_KEYS", RunningGateway.SIGNING_KEY);
    return SettingsLoader.load(environment);
  }
}
