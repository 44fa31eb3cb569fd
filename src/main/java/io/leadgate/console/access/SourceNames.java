package io.leadgate.console.access;

import io.leadgate.console.frame.Choice;
import io.leadgate.console.frame.NameChoice;
import io.leadgate.store.Names;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lead sources that a form lets choose from, and those that a page names.
 *
 * @param names the names that the page shows, by id
 */
public record SourceNames(NameChoice choice, Map<Integer, String> names) {

  public SourceNames {
    names = Map.copyOf(names);
  }

  /** Reads the choice, and the names of some lead sources. */
  static Future<SourceNames> read(Names sources, Collection<Integer> shown) {
    Future<NameChoice> choice = NameChoice.of(sources);
    Future<Map<Integer, String>> names = sources.of(shown);
    return Future.all(choice, names).map(read -> new SourceNames(choice.result(), names.result()));
  }

  public List<Choice> choices() {
    return choice.choices();
  }

  /** Whether the choices are all lead sources; otherwise a form asks for the number. */
  public boolean all() {
    return choice.all();
  }

  /** The binding of a credential, in words. */
  public String bound(Optional<Integer> id) {
    return id.map(number -> names.getOrDefault(number, "no. " + number)).orElse("all lead sources");
  }
}
