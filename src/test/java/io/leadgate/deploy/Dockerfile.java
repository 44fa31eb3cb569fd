package io.leadgate.deploy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads the instructions of the Dockerfile, stage by stage.
 *
 * @param stages the stages by their names, in their order; the stage without a name is {@link
 *     #LAST}
 */
record Dockerfile(Map<String, Stage> stages) {

  static final String LAST = "last";

  /**
   * @param base the image or the stage behind FROM
   */
  record Stage(String base, List<Instruction> instructions) {

    List<String> texts(String name) {
      return instructions.stream()
          .filter(instruction -> instruction.name().equals(name))
          .map(Instruction::text)
          .toList();
    }

    /** The text of an instruction that stands in the stage once. */
    String text(String name) {
      List<String> texts = texts(name);
      if (texts.size() != 1) {
        throw new AssertionError("%s stands %d times".formatted(name, texts.size()));
      }
      return texts.getFirst();
    }

    /** The words of an instruction in the JSON form. */
    List<String> words(String name) throws IOException {
      String text = text(name);
      return new ObjectMapper()
          .readValue(text.substring(text.indexOf('[')), new TypeReference<List<String>>() {});
    }

    /** The names and values of an instruction such as LABEL, ENV or ARG. */
    Map<String, String> values(String name) {
      Map<String, String> values = new LinkedHashMap<>();
      for (String text : texts(name)) {
        // Each value is quoted, or has no blank.
        for (String pair : text.split(" +(?=[\\w.]+=)", -1)) {
          String[] parts = pair.split("=", 2);
          values.put(parts[0], parts[1].replaceAll("^\"|\"$", ""));
        }
      }
      return values;
    }
  }

  record Instruction(String name, String text) {}

  static Dockerfile read() throws IOException {
    String lines =
        Files.readAllLines(Path.of("Dockerfile")).stream()
            .filter(line -> !line.startsWith("#"))
            .collect(Collectors.joining("\n"));
    Map<String, Stage> stages = new LinkedHashMap<>();
    List<Instruction> instructions = new ArrayList<>();
    for (String line : lines.replaceAll("\\\\\n", "").lines().toList()) {
      if (line.isBlank()) {
        continue;
      }
      String[] parts = line.split(" ", 2);
      if (parts[0].equals("FROM")) {
        String[] from = parts[1].split(" AS ", -1);
        instructions = new ArrayList<>();
        stages.put(from.length == 2 ? from[1] : LAST, new Stage(from[0], instructions));
      } else {
        instructions.add(new Instruction(parts[0], parts[1].strip()));
      }
    }
    return new Dockerfile(stages);
  }

  Stage stage(String name) {
    Stage stage = stages.get(name);
    if (stage == null) {
      throw new AssertionError("no stage " + name);
    }
    return stage;
  }

  /** The image on which a stage stands in the end. */
  String image(String stage) {
    String base = stage(stage).base();
    return stages.containsKey(base) ? image(base) : base;
  }
}
