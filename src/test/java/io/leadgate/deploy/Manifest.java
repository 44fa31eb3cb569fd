package io.leadgate.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Gives the parts of one object of Kubernetes. */
record Manifest(JsonNode tree) {

  /** The group, the version and the kind: {@code apps/v1/Deployment}. */
  String type() {
    return tree.path("apiVersion").asText() + "/" + kind();
  }

  String kind() {
    return tree.path("kind").asText();
  }

  String name() {
    return tree.path("metadata").path("name").asText();
  }

  Map<String, String> labels() {
    return texts(tree.path("metadata").path("labels"));
  }

  /** The part at a path of members: {@code spec.selector.matchLabels}. */
  JsonNode at(String path) {
    return tree.at("/" + path.replace('.', '/'));
  }

  /** The name that a kustomization gave, without the hash that kustomize appended. */
  String nameWithoutHash() {
    return withoutHash(name());
  }

  /** kustomize writes its hashes without vowels, and without digits that look like letters. */
  static String withoutHash(String name) {
    return name.replaceFirst("-[2-9bcdfghkmt]{10}$", "");
  }

  @Override
  public String toString() {
    return kind() + " " + name();
  }

  static Stream<JsonNode> each(JsonNode array) {
    return array.valueStream();
  }

  /** An object whose members are all texts. */
  static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new TreeMap<>();
    object.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }
}
