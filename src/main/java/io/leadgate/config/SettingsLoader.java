package io.leadgate.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Loads the settings: the environment overrides the settings file, and the settings file overrides
 * the defaults, which are the settings file in the jar. The result is bound strictly by Jackson,
 * because records that check themselves and a refusal of unknown keys are sufficient.
 */
public final class SettingsLoader {

  private static final Path DEFAULT_FILE = Path.of("config", "leadgate.yaml");
  private static final String FILE_VARIABLE = "LEADGATE_CONFIG";

  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .addModule(new Jdk8Module())
          .addModule(
              new SimpleModule()
                  .addDeserializer(Duration.class, new DurationDeserializer())
                  .addDeserializer(Secret.class, new SecretDeserializer()))
          .build();

  private SettingsLoader() {}

  /**
   * Loads the settings for the heap of this JVM.
   *
   * @throws SettingsException with a line that names the key, the variable or the file at fault
   */
  public static Settings load(Map<String, String> environment) {
    return load(environment, Runtime.getRuntime().maxMemory());
  }

  /**
   * Loads the settings for a heap of the given size.
   *
   * @param heapBytes the greatest size of the heap, in bytes, on which some defaults depend
   * @throws SettingsException with a line that names the key, the variable or the file at fault
   */
  static Settings load(Map<String, String> environment, long heapBytes) {
    ObjectNode tree = defaults();
    String fileName = environment.get(FILE_VARIABLE);
    if (fileName != null) {
      overlay(tree, readFile(Path.of(fileName)), "");
    } else if (Files.exists(DEFAULT_FILE)) {
      overlay(tree, readFile(DEFAULT_FILE), "");
    }
    EnvironmentOverlay.apply(environment, FILE_VARIABLE, tree);
    HeapDefaults.fill(tree, heapBytes);
    Settings settings = bind(tree);
    HeapFit.check(settings, heapBytes);
    return settings;
  }

  private static ObjectNode defaults() {
    try (InputStream stream = SettingsLoader.class.getResourceAsStream("/leadgate.yaml")) {
      return (ObjectNode) YAML.readTree(Objects.requireNonNull(stream, "leadgate.yaml in the jar"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode readFile(Path file) {
    try {
      return YAML.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw new SettingsException(
          "%s is not valid YAML: %s".formatted(file, firstLine(e.getOriginalMessage())));
    } catch (IOException e) {
      throw new SettingsException("the settings file %s cannot be read".formatted(file));
    }
  }

  private static void overlay(ObjectNode base, JsonNode over, String prefix) {
    if (over.isMissingNode() || over.isNull()) {
      return;
    }
    if (!over.isObject()) {
      throw new SettingsException(
          prefix.isEmpty()
              ? "the settings file must hold keys and values"
              : "%s must hold keys".formatted(prefix));
    }
    for (Map.Entry<String, JsonNode> entry : over.properties()) {
      String key = prefix.isEmpty() ? entry.getKey() : prefix + "." + entry.getKey();
      if (base.get(entry.getKey()) instanceof ObjectNode group) {
        overlay(group, entry.getValue(), key);
      } else if (base.has(entry.getKey())) {
        base.set(entry.getKey(), entry.getValue());
      } else {
        throw new SettingsException("unknown setting %s".formatted(key));
      }
    }
  }

  private static Settings bind(ObjectNode tree) {
    try {
      return YAML.treeToValue(tree, Settings.class);
    } catch (UnrecognizedPropertyException e) {
      throw new SettingsException("unknown setting %s".formatted(path(e)));
    } catch (JsonMappingException e) {
      if (e.getCause() instanceof SettingsException refused) {
        throw refused;
      }
      // Jackson's message is dropped, because it quotes the value, which may be a secret.
      throw new SettingsException(
          "%s (%s) has a value of the wrong kind"
              .formatted(path(e), SettingsCheck.environmentName(path(e))));
    } catch (JsonProcessingException e) {
      throw new SettingsException(
          "the settings cannot be read: " + firstLine(e.getOriginalMessage()));
    }
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(JsonMappingException.Reference::getFieldName)
        .collect(Collectors.joining("."));
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }

  private static final class DurationDeserializer extends StdDeserializer<Duration> {
    private static final long serialVersionUID = 1L;

    DurationDeserializer() {
      super(Duration.class);
    }

    @Override
    public Duration deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      String text = parser.getText();
      return DurationText.parse(text)
          .orElseThrow(
              () ->
                  JsonMappingException.from(
                      context, "not a duration", new IllegalArgumentException(text)));
    }
  }

  private static final class SecretDeserializer extends StdDeserializer<Secret> {
    private static final long serialVersionUID = 1L;

    SecretDeserializer() {
      super(Secret.class);
    }

    @Override
    public Secret deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return new Secret(parser.getText());
    }
  }
}
