package io.leadgate.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lists the members that manifests may use of kinds that have no model in Java. Each path leads to
 * a value or a list of values; a path that ends with {@code *} is an object with keys of any name.
 */
final class AllowedMembers {

  private static final List<String> METADATA =
      List.of("apiVersion", "kind", "metadata.name", "metadata.namespace", "metadata.labels.*");

  private static final Map<String, Set<String>> BY_TYPE =
      Map.of(
          // The members of the CRD of CloudNativePG 1.30.
          "postgresql.cnpg.io/v1/Cluster",
          withMetadata(
              "spec.instances",
              "spec.imageName",
              "spec.bootstrap.initdb.database",
              "spec.bootstrap.initdb.owner",
              "spec.bootstrap.initdb.dataChecksums",
              "spec.managed.roles.name",
              "spec.managed.roles.ensure",
              "spec.managed.roles.login",
              "spec.managed.roles.inRoles",
              "spec.postgresql.synchronous.method",
              "spec.postgresql.synchronous.number",
              "spec.postgresql.synchronous.dataDurability",
              "spec.postgresql.synchronous.failoverQuorum",
              "spec.postgresql.parameters.*",
              "spec.resources.requests.*",
              "spec.resources.limits.*",
              "spec.storage.size",
              "spec.storage.storageClass",
              "spec.walStorage.size",
              "spec.walStorage.storageClass",
              "spec.affinity.enablePodAntiAffinity",
              "spec.affinity.podAntiAffinityType",
              "spec.affinity.topologyKey",
              "spec.topologySpreadConstraints.maxSkew",
              "spec.topologySpreadConstraints.topologyKey",
              "spec.topologySpreadConstraints.whenUnsatisfiable",
              "spec.topologySpreadConstraints.labelSelector.matchLabels.*"),
          // The members of the CRD of the Prometheus operator 0.93.
          "monitoring.coreos.com/v1/ServiceMonitor",
          withMetadata(
              "spec.selector.matchLabels.*",
              "spec.endpoints.port",
              "spec.endpoints.path",
              "spec.endpoints.interval",
              "spec.endpoints.scrapeTimeout"),
          "monitoring.coreos.com/v1/PrometheusRule",
          withMetadata(
              "spec.groups.name",
              "spec.groups.rules.record",
              "spec.groups.rules.alert",
              "spec.groups.rules.expr",
              "spec.groups.rules.for",
              "spec.groups.rules.labels.*",
              "spec.groups.rules.annotations.*"),
          // The members that kustomize has in 4.5 and in 5.
          "kustomize.config.k8s.io/v1beta1/Kustomization",
          kustomization("components"),
          "kustomize.config.k8s.io/v1alpha1/Component",
          kustomization());

  private AllowedMembers() {}

  private static Set<String> withMetadata(String... paths) {
    return Stream.concat(METADATA.stream(), Stream.of(paths)).collect(Collectors.toSet());
  }

  private static Set<String> kustomization(String... more) {
    return Stream.of(
            Stream.of("apiVersion", "kind"),
            Stream.of(more),
            Stream.of("namespace", "resources", "patches.path"),
            Stream.of("images.name", "images.newName", "images.newTag"),
            Stream.of("configMapGenerator", "secretGenerator")
                .flatMap(
                    generator ->
                        Stream.of("name", "behavior", "literals")
                            .map(member -> generator + "." + member)))
        .flatMap(path -> path)
        .collect(Collectors.toSet());
  }

  /** The paths of the members that are not on the list of the manifest's kind. */
  static List<String> unknown(Manifest manifest) {
    Set<String> allowed = BY_TYPE.getOrDefault(manifest.type(), Set.of());
    Set<String> used = new TreeSet<>();
    collect(manifest.tree(), "", used);
    List<String> unknown = new ArrayList<>(used);
    unknown.removeIf(
        path ->
            allowed.contains(path)
                || allowed.stream()
                    .anyMatch(
                        each ->
                            each.endsWith(".*")
                                && path.startsWith(each.substring(0, each.length() - 1))));
    return unknown;
  }

  private static void collect(JsonNode node, String path, Set<String> used) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              entry ->
                  collect(
                      entry.getValue(),
                      path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(),
                      used));
    } else if (node.isArray()) {
      node.forEach(item -> collect(item, path, used));
    } else {
      used.add(path);
    }
  }
}
