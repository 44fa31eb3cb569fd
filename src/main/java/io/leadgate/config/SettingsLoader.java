package io.leadgate.config;

import java.util.Map;

/** Loads all settings at once, for a gateway that runs. */
public final class SettingsLoader {

  private SettingsLoader() {}

  /**
   * Loads the settings for the memory of this JVM.
   *
   * @throws SettingsException with a line for each fault, which names the key, the variable or the
   *     file
   */
  public static Settings load(Map<String, String> environment) {
    return GivenSettings.read(environment).all();
  }
}
