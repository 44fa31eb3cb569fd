package io.leadgate.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;

/** Reads YAML as strictly as settings are read: no alias, no member twice. */
public final class YamlFile {

  private YamlFile() {}

  /**
   * Reads the one document of a file.
   *
   * @throws SettingsException if the file cannot be read or is not valid YAML
   */
  public static JsonNode read(Path file) {
    return SettingsYaml.read(file);
  }
}
