package io.leadgate.deploy;

import static java.util.Map.entry;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads manifests, and refuses a member that the kind does not have, at any depth, a value of
 * another type, and a member that stands twice.
 */
final class ManifestReader {

  private static final Map<String, Class<? extends HasMetadata>> MODELS =
      Map.ofEntries(
          entry("v1/ConfigMap", ConfigMap.class),
          entry("v1/Namespace", Namespace.class),
          entry("v1/Secret", Secret.class),
          entry("v1/Service", Service.class),
          entry("v1/ServiceAccount", ServiceAccount.class),
          entry("apps/v1/Deployment", Deployment.class),
          entry("apps/v1/StatefulSet", StatefulSet.class),
          entry("autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
          entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
          entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class));

  private static final YAMLMapper YAML = strict();

  private ManifestReader() {}

  private static YAMLMapper strict() {
    YAMLMapper mapper =
        YAMLMapper.builder()
            .annotationIntrospector(new WithoutAnySetter())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(
                DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                DeserializationFeature.FAIL_ON_IGNORED_PROPERTIES)
            .build();
    // Kubernetes takes no number where it wants a text, and no text where it wants a number.
    for (CoercionInputShape scalar :
        List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
      mapper.coercionConfigFor(LogicalType.Textual).setCoercion(scalar, CoercionAction.Fail);
    }
    for (LogicalType type : List.of(LogicalType.Integer, LogicalType.Boolean)) {
      mapper.coercionConfigFor(type).setCoercion(CoercionInputShape.String, CoercionAction.Fail);
    }
    return mapper;
  }

  /**
   * Reads all objects of a text of YAML documents.
   *
   * @throws IOException if the text is no YAML, or an object is none of its kind
   */
  static List<Manifest> read(String text) throws IOException {
    List<Manifest> manifests = new ArrayList<>();
    try (MappingIterator<JsonNode> documents = YAML.readerFor(JsonNode.class).readValues(text)) {
      while (documents.hasNextValue()) {
        Manifest manifest = new Manifest(documents.nextValue());
        check(manifest);
        manifests.add(manifest);
      }
    }
    return manifests;
  }

  private static void check(Manifest manifest) throws IOException {
    Class<? extends HasMetadata> model = MODELS.get(manifest.type());
    if (model != null) {
      YAML.treeToValue(withoutDirective(manifest.tree()), model);
    } else {
      List<String> unknown = AllowedMembers.unknown(manifest);
      if (!unknown.isEmpty()) {
        throw new IOException("%s has unknown members: %s".formatted(manifest, unknown));
      }
    }
  }

  /** A patch of kustomize may delete a whole object. */
  private static JsonNode withoutDirective(JsonNode tree) {
    ObjectNode copy = tree.deepCopy();
    if (copy.path("$patch").asText().equals("delete")) {
      copy.remove("$patch");
    }
    return copy;
  }

  /** The setter for any other member in each class of the model would take unknown members in. */
  private static final class WithoutAnySetter extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public Boolean hasAnySetter(Annotated annotated) {
      return false;
    }
  }
}
