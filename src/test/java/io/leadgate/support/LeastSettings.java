package io.leadgate.support;

import io.leadgate.config.Settings;
import io.leadgate.config.SettingsLoader;
import java.util.HashMap;
import java.util.Map;

/** The defaults, with the least that a gateway needs besides, for a part that is tested alone. */
public final class LeastSettings {

  private LeastSettings() {}

  /**
   * Of a Redis, and a Postgres that there is none of.
   *
   * @param more by the names of their variables
   */
  public static Settings with(String redisUri, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("LEADGATE_POSTGRES_URI", "postgresql://none/none");
    environment.put("LEADGATE_REDIS_URI", redisUri);
    environment.put("LEADGATE_TOKEN_SIGNING_KEYS", RunningGateway.SIGNING_KEY);
    return SettingsLoader.load(environment);
  }
}
