package io.leadgate.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.apply.Applied.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The objects of one kind by their names, which several objects may share in the database.
 *
 * @param <T> the type of the objects
 */
final class Names<T> {

  private final Kind kind;
  private final Map<String, List<T>> byName = new HashMap<>();

  Names(Kind kind, List<T> all, Function<T, String> name) {
    this.kind = kind;
    all.forEach(each -> byName.computeIfAbsent(name.apply(each), n -> new ArrayList<>()).add(each));
  }

  /** An outcome in the words of a file, which has names in the place of ids. */
  static Outcome inFile(Outcome outcome) {
    return outcome instanceof Outcome.Refused refused
        ? new Outcome.Refused(
            refused.faults().stream()
                .map(fault -> fault.replaceFirst("^(lead_source|lead_type)_id ", "$1 "))
                .toList())
        : outcome;
  }

  /** Why a name does not name one object, if it is so. */
  Optional<String> fault(String name) {
    int count = byName.getOrDefault(name, List.of()).size();
    return count > 1
        ? Optional.of(
            "the database has %d %ss that are called %s; rename all but one of them"
                .formatted(count, kind.noun(), name))
        : Optional.empty();
  }

  /** The object with the name; empty if there is none, or several. */
  Optional<T> find(String name) {
    List<T> found = byName.getOrDefault(name, List.of());
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  /**
   * Puts an id in the place of a name. Leaves out a member that is absent, so that its reader says
   * what is missing.
   *
   * @param member the member that has the name
   * @return the fault of the name, if there is one
   */
  Optional<String> resolve(
      ObjectNode members, String member, String idMember, Function<T, Integer> id) {
    if (members.has(idMember)) {
      return Optional.of("%s: name it with %s".formatted(idMember, member));
    }
    if (!members.hasNonNull(member)) {
      if (members.has(member)) {
        members.remove(member);
        members.putNull(idMember);
      }
      return Optional.empty();
    }
    String name = members.remove(member).asText().strip();
    Optional<T> found = find(name);
    found.ifPresent(one -> members.put(idMember, id.apply(one)));
    return found.isPresent()
        ? Optional.empty()
        : Optional.of(
            fault(name)
                .orElseGet(
                    () ->
                        "%s: there is no %s that is called %s"
                            .formatted(member, kind.noun(), name)));
  }
}
