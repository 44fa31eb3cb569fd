package io.leadgate.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.leadgate.config.SettingsException.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Holds the text of all settings with their origins: the environment overrides the settings file,
 * and the settings file overrides the defaults, which are the settings file in the jar. Refuses
 * keys and variables that name no setting. Not thread-safe.
 */
final class SettingsTree {

  static final String FILE_VARIABLE = "LEADGATE_CONFIG";

  private static final String PREFIX = "LEADGATE_";
  private static final Path DEFAULT_FILE = Path.of("config", "leadgate.yaml");

  /**
   * The variables, as {@code name=value}, that Kubernetes sets for a Service whose name begins with
   * {@code leadgate}; these variables are ignored. A mistyped port of ours has no URL as its value.
   */
  private static final Pattern KUBERNETES =
      Pattern.compile(
          "[^=]+_SERVICE_HOST=.*|[^=]+_SERVICE_PORT(_[^=]+)?=\\d+|[^=]+_PORT=(tcp|udp|sctp)://.*"
              + "|[^=]+_PORT_\\d+_(TCP|UDP|SCTP)(_[^=]+)?=.*");

  private final ObjectNode root = SettingsYaml.defaults();
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Map<String, String> origins = new HashMap<>();
  private final List<Fault> unknown = new ArrayList<>();

  /** The node in which the value of a key stands, with its default. */
  private record Place(ObjectNode group, String name, JsonNode byDefault) {}

  private SettingsTree() {
    places(root, "");
  }

  private void places(ObjectNode group, String prefix) {
    for (Map.Entry<String, JsonNode> entry : group.properties()) {
      String key = prefix + entry.getKey();
      if (entry.getValue() instanceof ObjectNode inner) {
        places(inner, key + ".");
      } else {
        places.put(key, new Place(group, entry.getKey(), entry.getValue()));
      }
    }
  }

  /**
   * Reads the settings. The tree keeps a fault for each key or variable that is unknown.
   *
   * @throws SettingsException if the file cannot be read
   */
  static SettingsTree read(Map<String, String> environment) {
    SettingsTree tree = new SettingsTree();
    String given = environment.get(FILE_VARIABLE);
    if (given != null || Files.exists(DEFAULT_FILE)) {
      Path file = given == null ? DEFAULT_FILE : Path.of(given);
      tree.override(tree.root, SettingsYaml.read(file), "", file.toString());
    }
    tree.override(environment);
    return tree;
  }

  /** A fault for each key or variable that names no setting. */
  List<Fault> unknown() {
    return unknown;
  }

  private void override(ObjectNode base, JsonNode over, String prefix, String origin) {
    if (over.isMissingNode() || over.isNull()) {
      return;
    }
    if (!over.isObject()) {
      unknown.add(
          prefix.isEmpty()
              ? new Fault("", "the settings file must hold keys and values")
              : new Fault(prefix, "%s must hold keys".formatted(prefix)));
    }
    for (Map.Entry<String, JsonNode> entry : over.properties()) {
      String key = prefix.isEmpty() ? entry.getKey() : prefix + "." + entry.getKey();
      if (base.get(entry.getKey()) instanceof ObjectNode group) {
        override(group, entry.getValue(), key, origin);
      } else if (places.containsKey(key)) {
        set(key, entry.getValue(), origin);
      } else {
        unknown.add(
            new Fault(
                key,
                "unknown setting %s; the nearest is %s"
                    .formatted(key, nearest(base, prefix, key))));
      }
    }
  }

  /** The nearest setting of all; for an unknown group the nearest group. */
  private String nearest(ObjectNode base, String prefix, String key) {
    List<String> known = new ArrayList<>();
    if (prefix.isEmpty()) {
      base.fieldNames().forEachRemaining(known::add);
    } else {
      known.addAll(places.keySet());
    }
    return Nearest.to(key, known).orElseThrow();
  }

  private void override(Map<String, String> environment) {
    Map<String, String> keys = new HashMap<>();
    places.keySet().forEach(key -> keys.put(SettingsCheck.environmentName(key), key));
    environment.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            variable -> {
              String name = variable.getKey();
              String key = keys.get(name);
              if (key != null) {
                set(key, TextNode.valueOf(variable.getValue()), name);
              } else if (isOurs(variable) && !name.equals(FILE_VARIABLE)) {
                unknown.add(
                    new Fault(
                        name,
                        "the environment variable %s is not a setting; the nearest is %s"
                            .formatted(name, Nearest.to(name, keys.keySet()).orElseThrow())));
              }
            });
  }

  private static boolean isOurs(Map.Entry<String, String> variable) {
    return variable.getKey().startsWith(PREFIX)
        && !KUBERNETES.matcher(variable.getKey() + "=" + variable.getValue()).matches();
  }

  private void set(String key, JsonNode value, String origin) {
    Place place = place(key);
    place.group().set(place.name(), value);
    if (!isEmpty(value) || !isEmpty(place.byDefault())) {
      origins.put(key, origin);
    }
  }

  /**
   * Puts the default back, and empties each filled setting, because a filled setting may follow the
   * value.
   */
  void reset(String key) {
    origins.remove(key);
    places.forEach(
        (each, place) -> {
          if (each.equals(key) || (!origins.containsKey(each) && isEmpty(place.byDefault()))) {
            place.group().set(place.name(), place.byDefault());
          }
        });
  }

  boolean has(String key) {
    return places.containsKey(key);
  }

  private Place place(String key) {
    return Objects.requireNonNull(places.get(key), key);
  }

  /** The groups of all settings. The caller may fill values that are empty. */
  ObjectNode root() {
    return root;
  }

  /** All keys, in the order of the settings file. */
  List<String> keys() {
    return List.copyOf(places.keySet());
  }

  /** The value of a key, as text; empty if there is no value. */
  String text(String key) {
    Place place = place(key);
    return place.group().path(place.name()).asText("");
  }

  /**
   * The origin of a value: the path of the file, the name of the variable, {@code default}, or
   * {@code memory} for a default that follows the memory of this JVM.
   */
  String origin(String key) {
    return origins.getOrDefault(
        key, isEmpty(place(key).byDefault()) && !text(key).isEmpty() ? "memory" : "default");
  }

  /** Whether a value is left for the gateway to fill. */
  static boolean isEmpty(JsonNode value) {
    return value.isNull() || (value.isTextual() && value.textValue().isBlank());
  }
}
