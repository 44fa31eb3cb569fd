package io.leadgate.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.leadgate.config.SettingsException.Fault;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Binds the settings that a file and the environment give, whole or a group at a time, because not
 * every command needs all settings. Jackson binds them strictly, and the records of {@link
 * Settings} check themselves. Not thread-safe.
 */
public final class GivenSettings {

  private static final Set<String> SECRETS = secretKeys();

  private final SettingsTree tree;
  private final Supplier<JvmMemory> memory;

  /**
   * A setting in force.
   *
   * @param value the value as text; a secret is hidden, and of a URI only scheme, host, port and
   *     path are shown
   * @param origin the path of the file, the name of the variable, {@code default}, or {@code
   *     memory} for a default that follows the memory of this JVM
   */
  public record Effective(String key, String value, String origin) {}

  private GivenSettings(SettingsTree tree, Supplier<JvmMemory> memory) {
    this.tree = tree;
    this.memory = memory;
  }

  /**
   * Reads the settings for the memory of this JVM.
   *
   * @throws SettingsException if the file cannot be read
   */
  public static GivenSettings read(Map<String, String> environment) {
    return new GivenSettings(SettingsTree.read(environment), JvmMemory::ofThisJvm);
  }

  static GivenSettings read(Map<String, String> environment, JvmMemory memory) {
    return new GivenSettings(SettingsTree.read(environment), () -> memory);
  }

  /**
   * All settings, which fit the memory.
   *
   * @throws SettingsException with a line for each bad value, and for each unknown key or variable
   */
  public Settings all() {
    JvmMemory here = memory.get();
    HeapDefaults.fill(tree.root(), here);
    List<Fault> faults = new ArrayList<>(tree.unknown());
    for (RecordComponent group : Settings.class.getRecordComponents()) {
      bind(group.getName(), group.getType(), faults);
    }
    endIf(faults);
    Settings settings = bound(Settings.class);
    WaitFit.check(settings);
    HeapFit.check(settings, here);
    return settings;
  }

  /**
   * The settings of Postgres alone.
   *
   * @throws SettingsException with a line for each bad value of the group, and for each unknown key
   *     or variable of all groups
   */
  public Settings.Postgres postgres() {
    return group("postgres", Settings.Postgres.class);
  }

  /**
   * The settings of the management listener alone.
   *
   * @throws SettingsException with a line for each bad value of the group, and for each unknown key
   *     or variable of all groups
   */
  public Settings.Management management() {
    return group("management", Settings.Management.class);
  }

  /**
   * The limits alone, which fit the memory.
   *
   * @throws SettingsException with a line for each bad value of the group, and for each unknown key
   *     or variable of all groups
   */
  public Settings.Limits limits() {
    HeapDefaults.fill(tree.root(), memory.get());
    return group("limits", Settings.Limits.class);
  }

  /**
   * The settings of the log alone.
   *
   * @throws SettingsException with a line for each bad value of the group, and for each unknown key
   *     or variable of all groups
   */
  public Settings.Log log() {
    return group("log", Settings.Log.class);
  }

  /** All settings in force, in the order of the settings file. Callable only after {@link #all}. */
  public List<Effective> effective() {
    return tree.keys().stream()
        .map(key -> new Effective(key, shown(key, tree.text(key)), tree.origin(key)))
        .toList();
  }

  /** The keys whose values have the type {@link Secret}. */
  static Set<String> secretKeys() {
    Set<String> keys = new HashSet<>();
    for (RecordComponent group : Settings.class.getRecordComponents()) {
      for (RecordComponent setting : group.getType().getRecordComponents()) {
        if (setting.getGenericType().getTypeName().contains(Secret.class.getName())) {
          keys.add(
              group.getName()
                  + "."
                  + PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(
                      setting.getName()));
        }
      }
    }
    return keys;
  }

  private static String shown(String key, String text) {
    if (!SECRETS.contains(key) || text.isEmpty()) {
      return text;
    }
    return key.endsWith(".uri") ? withoutSecrets(text) : "***";
  }

  private static String withoutSecrets(String text) {
    URI uri = URI.create(text);
    return "%s://%s%s%s%s"
        .formatted(
            uri.getScheme(),
            uri.getRawUserInfo() == null ? "" : "***@",
            uri.getHost(),
            uri.getPort() < 0 ? "" : ":" + uri.getPort(),
            // Behind a forgotten escape, a part of the password may stand in the path.
            uri.getRawPath().contains("@") ? "/***" : uri.getRawPath());
  }

  private <T> T group(String name, Class<T> type) {
    List<Fault> faults = new ArrayList<>(tree.unknown());
    Optional<T> group = bind(name, type, faults);
    endIf(faults);
    return group.orElseThrow();
  }

  private static void endIf(List<Fault> faults) {
    if (!faults.isEmpty()) {
      throw new SettingsException(faults);
    }
  }

  /**
   * Binds a group and adds each of its faults. Behind a value of the wrong kind the default takes
   * its place, so that the other values of the group are looked at too.
   */
  private <T> Optional<T> bind(String group, Class<T> type, List<Fault> faults) {
    Set<String> refused = new HashSet<>();
    while (true) {
      try {
        return Optional.of(SettingsYaml.MAPPER.treeToValue(tree.root().get(group), type));
      } catch (JsonMappingException e) {
        if (e.getCause() instanceof SettingsException checked) {
          checked.faults().stream()
              .filter(fault -> !refused.contains(fault.key()))
              .forEach(faults::add);
          return Optional.empty();
        }
        String key = group + "." + path(e);
        if (!tree.has(key) || !refused.add(key)) {
          throw new IllegalStateException("the default of " + key + " cannot be bound", e);
        }
        // Jackson's message is dropped, because it quotes the value, which may be a secret.
        faults.add(
            new Fault(
                key,
                "%s (%s) has a value of the wrong kind%s"
                    .formatted(key, SettingsCheck.environmentName(key), SettingsYaml.wanted(e))));
        tree.reset(key);
        HeapDefaults.fill(tree.root(), memory.get());
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("the settings cannot be bound", e);
      }
    }
  }

  private <T> T bound(Class<T> type) {
    try {
      return SettingsYaml.MAPPER.treeToValue(tree.root(), type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the settings cannot be bound", e);
    }
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(JsonMappingException.Reference::getFieldName)
        .collect(Collectors.joining("."));
  }
}
