package io.leadgate.console.frame;

import io.leadgate.domain.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The faults of a form, by the member at fault.
 *
 * @param general the faults of no single member
 */
public record Faults(List<String> general, List<FieldError> ofMembers) {

  public static final Faults NONE = new Faults(List.of(), List.of());

  public Faults {
    general = List.copyOf(general);
    ofMembers = List.copyOf(ofMembers);
  }

  public static Faults of(List<FieldError> errors) {
    return new Faults(List.of(), errors);
  }

  public static Faults of(String fault) {
    return new Faults(List.of(fault), List.of());
  }

  /**
   * The fault of a member, in the form that the checks of the JSON API have.
   *
   * @param fault the rest of the sentence behind the member's name
   */
  public static FieldError at(String member, String code, String fault) {
    return new FieldError(member, code, member + " " + fault);
  }

  /** The fault of the member of this name, as a sentence that goes on behind the member's name. */
  public Optional<String> at(String member) {
    return ofMembers.stream()
        .filter(error -> error.field().equals(member))
        .map(Faults::behindItsName)
        .findFirst();
  }

  /** A message goes on behind the name of its member, or else behind a colon. */
  private static String behindItsName(FieldError error) {
    String name = error.field() + " ";
    return Members.inWords(
        error.message().startsWith(name)
            ? error.message().substring(name.length())
            : "is refused: " + error.message());
  }

  private static String sentence(String text) {
    String end = text.endsWith(".") ? "" : ".";
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + end;
  }

  public boolean has(String member) {
    return at(member).isPresent();
  }

  /** The faults that no member of the form shows, each as a sentence. */
  public List<String> besides(String... members) {
    List<String> others = new ArrayList<>(general);
    ofMembers.stream()
        .filter(error -> !List.of(members).contains(error.field()))
        .map(error -> sentence(Members.inWords(error.field()) + " " + behindItsName(error)))
        .forEach(others::add);
    return others;
  }
}
