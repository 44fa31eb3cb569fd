package io.leadgate.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Sets what the environment says; a variable of ours that is no setting is refused. */
final class EnvironmentOverlay {

  private static final String PREFIX = "LEADGATE_";

  /** What Kubernetes injects for a Service whose name begins with ours. */
  private static final Pattern KUBERNETES =
      Pattern.compile(".*(_SERVICE_HOST|_SERVICE_PORT(_.+)?|_PORT(_\\d+_(TCP|UDP|SCTP)(_.+)?)?)");

  private record Place(ObjectNode group, String key) {}

  private EnvironmentOverlay() {}

  static void apply(Map<String, String> environment, String fileVariable, ObjectNode tree) {
    Map<String, Place> places = new HashMap<>();
    collect(tree, "", places);
    environment.forEach(
        (name, value) -> {
          Place place = places.get(name);
          if (place != null) {
            place.group().set(place.key(), TextNode.valueOf(value));
          } else if (isOurs(name) && !name.equals(fileVariable)) {
            throw new SettingsException(
                "the environment variable %s is no setting".formatted(name));
          }
        });
  }

  private static boolean isOurs(String name) {
    return name.startsWith(PREFIX) && !KUBERNETES.matcher(name).matches();
  }

  private static void collect(ObjectNode group, String prefix, Map<String, Place> places) {
    for (Map.Entry<String, JsonNode> entry : group.properties()) {
      String key = prefix + entry.getKey();
      if (entry.getValue() instanceof ObjectNode inner) {
        collect(inner, key + ".", places);
      } else {
        places.put(SettingsCheck.environmentName(key), new Place(group, entry.getKey()));
      }
    }
  }
}
