package io.leadgate.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Overrides settings by environment variables, and refuses an unknown variable with Leadgate's
 * prefix.
 */
final class EnvironmentOverlay {

  private static final String PREFIX = "LEADGATE_";

  /**
   * The variables that Kubernetes sets for a Service whose name begins with {@code leadgate}; these
   * variables are ignored.
   */
  private static final Pattern KUBERNETES =
      Pattern.compile(".*(_SERVICE_HOST|_SERVICE_PORT(_.+)?|_PORT(_\\d+_(TCP|UDP|SCTP)(_.+)?)?)");

  private record SettingPlace(ObjectNode group, String key) {}

  private EnvironmentOverlay() {}

  static void apply(Map<String, String> environment, String fileVariable, ObjectNode tree) {
    Map<String, SettingPlace> places = new HashMap<>();
    collect(tree, "", places);
    environment.forEach(
        (name, value) -> {
          SettingPlace place = places.get(name);
          if (place != null) {
            place.group().set(place.key(), TextNode.valueOf(value));
          } else if (isOurs(name) && !name.equals(fileVariable)) {
            throw new SettingsException(
                "the environment variable %s is not a setting".formatted(name));
          }
        });
  }

  private static boolean isOurs(String name) {
    return name.startsWith(PREFIX) && !KUBERNETES.matcher(name).matches();
  }

  private static void collect(ObjectNode group, String prefix, Map<String, SettingPlace> places) {
    for (Map.Entry<String, JsonNode> entry : group.properties()) {
      String key = prefix + entry.getKey();
      if (entry.getValue() instanceof ObjectNode inner) {
        collect(inner, key + ".", places);
      } else {
        places.put(SettingsCheck.environmentName(key), new SettingPlace(group, entry.getKey()));
      }
    }
  }
}
