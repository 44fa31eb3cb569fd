package io.leadgate.console.frame;

import io.leadgate.web.request.UrlEncoded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The members of a form that a browser has sent, as typed but for blanks at the ends. */
public final class Form {

  private final Map<String, List<String>> values = new HashMap<>();

  public Form(List<UrlEncoded.Pair> pairs) {
    pairs.forEach(
        pair -> values.computeIfAbsent(pair.name(), first -> new ArrayList<>()).add(pair.value()));
  }

  /** The first value of a name; empty text if the form lacks the name. */
  public String text(String name) {
    return raw(name).strip();
  }

  /** The first value as it came, for what may begin or end with a blank, such as a password. */
  public String raw(String name) {
    return has(name) ? of(name).getFirst() : "";
  }

  /** The value of a name, unless it is blank. */
  public Optional<String> given(String name) {
    return Optional.of(text(name)).filter(value -> !value.isEmpty());
  }

  /** Whether the form has the name, with whichever value. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** Whether a box was ticked. */
  public boolean isTicked(String name) {
    return given(name).isPresent();
  }

  /** All values of a name in their order, without blanks at their ends. */
  public List<String> values(String name) {
    return of(name).stream().map(String::strip).toList();
  }

  private List<String> of(String name) {
    return values.getOrDefault(name, List.of());
  }
}
