package io.leadgate.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads YAML strictly, with the types that settings have. */
final class SettingsYaml {

  static final ObjectMapper MAPPER =
      YAMLMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          // A number without quotes, as 0123, has lost its text already.
          .withCoercionConfig(
              LogicalType.Textual,
              coercions ->
                  coercions
                      .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .addModule(new Jdk8Module())
          .addModule(
              new SimpleModule()
                  .addDeserializer(Duration.class, new DurationDeserializer())
                  .addDeserializer(Secret.class, new SecretDeserializer()))
          .build();

  private SettingsYaml() {}

  /** The settings file in the jar, which has every key. */
  static ObjectNode defaults() {
    try (InputStream stream = SettingsYaml.class.getResourceAsStream("/leadgate.yaml")) {
      return (ObjectNode)
          MAPPER.readTree(Objects.requireNonNull(stream, "leadgate.yaml in the jar"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws SettingsException if the file cannot be read or is not valid YAML
   */
  static JsonNode read(Path file) {
    try {
      refuseAliases(file);
      return MAPPER.readTree(file.toFile());
    } catch (MismatchedInputException e) {
      throw new SettingsException("%s must hold one YAML document".formatted(file));
    } catch (JsonProcessingException e) {
      throw new SettingsException(
          "%s is not valid YAML: %s%s"
              .formatted(file, firstLine(e.getOriginalMessage()), place(e.getLocation())));
    } catch (IOException e) {
      throw new SettingsException("the file %s cannot be read".formatted(file));
    }
  }

  /** Refuses aliases, because Jackson would take the name of the anchor for the value. */
  private static void refuseAliases(Path file) throws IOException {
    try (JsonParser parser = MAPPER.createParser(file.toFile())) {
      while (parser.nextToken() != null) {
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
          throw new SettingsException(
              "%s has an alias, which begins with *; put a text that begins with * in quotes%s"
                  .formatted(file, place(parser.currentTokenLocation())));
        }
      }
    }
  }

  private static String place(@Nullable JsonLocation location) {
    return location == null || location.getLineNr() < 1
        ? ""
        : " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }

  /** The kind that a refused value must have, as the end of a line; possibly empty. */
  static String wanted(JsonMappingException e) {
    Class<?> type = e instanceof MismatchedInputException found ? found.getTargetType() : null;
    if (type == Duration.class) {
      return "; it must be a whole number and a unit, as 500ms, 10s, 5m, 1h or 2d";
    } else if (type == boolean.class) {
      return "; it must be true or false";
    } else if (type == int.class || type == long.class) {
      return "; it must be a whole number";
    } else {
      return type == String.class || type == Secret.class ? "; it must be a text, in quotes" : "";
    }
  }

  private static final class DurationDeserializer extends StdDeserializer<Duration> {
    private static final long serialVersionUID = 1L;

    DurationDeserializer() {
      super(Duration.class);
    }

    @Override
    public Duration deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return DurationText.parse(parser.getText())
          .orElseThrow(
              () -> MismatchedInputException.from(parser, Duration.class, "not a duration"));
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
      if (parser.currentToken() != JsonToken.VALUE_STRING) {
        throw MismatchedInputException.from(parser, Secret.class, "not a text");
      }
      return new Secret(parser.getText());
    }
  }
}
