package io.leadgate.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.config.SettingsException;
import io.leadgate.config.YamlFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A YAML file of objects that are wanted. Each list may be absent. An object has the members of the
 * Account API, or of the admin API for credentials; instead of an id it names its lead source and
 * its lead type:
 *
 * <pre>
 * lead_sources:
 *   - name: Acme
 * lead_types:
 *   - name: Auto
 *     fields: [{name: email, type: email}]
 * campaigns:
 *   - {name: Acme Auto, lead_source: Acme, lead_type: Auto}
 * credentials:
 *   - {description: Acme, scopes: [lead_receiver], lead_source: Acme}
 * </pre>
 *
 * @param items the objects of each kind, in the file's order
 */
public record StateFile(Map<Kind, List<Item>> items) {

  /**
   * An object that is wanted.
   *
   * @param name the name by which the object is found again
   * @param members all members, as in the file
   */
  public record Item(Kind kind, String name, ObjectNode members) {}

  /**
   * Reads a file.
   *
   * @throws SettingsException with a line for each fault of the file's form
   */
  public static StateFile read(Path path) {
    Reader reader = new Reader(path);
    StateFile file = reader.read(YamlFile.read(path));
    reader.endIfFaulty();
    return file;
  }

  /** Reads one file, and gathers its faults. */
  private static final class Reader {
    private final Path path;
    private final List<String> faults = new ArrayList<>();

    Reader(Path path) {
      this.path = path;
    }

    void endIfFaulty() {
      if (!faults.isEmpty()) {
        throw SettingsException.ofLines(faults);
      }
    }

    StateFile read(JsonNode root) {
      Map<Kind, List<Item>> items = new EnumMap<>(Kind.class);
      for (Kind kind : Kind.values()) {
        items.put(kind, items(kind, root.path(kind.list())));
      }
      refuseOthers(root);
      return new StateFile(items);
    }

    private void refuseOthers(JsonNode root) {
      Set<String> known = Stream.of(Kind.values()).map(Kind::list).collect(Collectors.toSet());
      if (!root.isObject()) {
        fault("the file must hold lists: " + lists());
      }
      root.fieldNames()
          .forEachRemaining(
              name -> {
                if (!known.contains(name)) {
                  fault("%s is not known here; there are %s".formatted(name, lists()));
                }
              });
    }

    private static String lists() {
      return Stream.of(Kind.values()).map(Kind::list).collect(Collectors.joining(", "));
    }

    private List<Item> items(Kind kind, JsonNode list) {
      List<Item> items = new ArrayList<>();
      if (list.isMissingNode() || list.isNull()) {
        return items;
      }
      if (!list.isArray()) {
        fault(kind.list() + " must be a list");
        return items;
      }
      Set<String> names = new HashSet<>();
      for (JsonNode each : list) {
        String place = "%s[%d]".formatted(kind.list(), items.size());
        String name =
            each.path(kind.nameMember()).isTextual()
                ? each.path(kind.nameMember()).textValue().strip()
                : "";
        if (!(each instanceof ObjectNode members) || name.isEmpty()) {
          fault("%s must have a %s, which is a text".formatted(place, kind.nameMember()));
          return items;
        }
        if (!names.add(name)) {
          fault("%s: another %s of this file is called %s too".formatted(place, kind.noun(), name));
        }
        items.add(new Item(kind, name, members));
      }
      return items;
    }

    private void fault(String text) {
      faults.add("%s: %s".formatted(path, text));
    }
  }
}
