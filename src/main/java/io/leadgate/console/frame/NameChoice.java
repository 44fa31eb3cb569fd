package io.leadgate.console.frame;

import io.leadgate.domain.Slice;
import io.leadgate.store.Names;
import io.vertx.core.Future;
import java.util.List;

/**
 * The objects that a form lets choose from, in the order of their names.
 *
 * @param all whether these are all objects; otherwise a form asks for the number
 */
public record NameChoice(List<Choice> choices, boolean all) {

  /** More objects than this are asked for by number. */
  public static final int MAX = 300;

  public NameChoice {
    choices = List.copyOf(choices);
  }

  public static Future<NameChoice> of(Names names) {
    return names.first(MAX).map(NameChoice::of);
  }

  /** Two objects may have the same name, so that each label has the number too. */
  private static NameChoice of(Slice<Names.Named> found) {
    return new NameChoice(
        found.items().stream()
            .map(
                named ->
                    new Choice(
                        Integer.toString(named.id()),
                        "%s (no. %d)".formatted(named.name(), named.id())))
            .toList(),
        !found.more());
  }

  public boolean isEmpty() {
    return all && choices.isEmpty();
  }
}
