package io.leadgate.console.access;

import io.leadgate.console.frame.Choice;
import io.leadgate.console.frame.Visit;
import io.leadgate.domain.Coded;
import io.leadgate.domain.CredentialFilter;
import java.util.List;
import java.util.Optional;

/** The filter of the list of credentials, as the address has it. */
public record CredentialFilterForm(String text, String state, String source) {

  static CredentialFilterForm of(Visit visit) {
    return new CredentialFilterForm(
        visit.parameter("text").orElse(""),
        visit.parameter("state").orElse(""),
        visit.parameter("source").orElse(""));
  }

  /** The filter; a value that is none filters nothing. */
  CredentialFilter filter() {
    return new CredentialFilter(
        Optional.of(text).filter(given -> !given.isEmpty()),
        Coded.find(CredentialFilter.State.class, state),
        source.matches("[1-9][0-9]{0,8}")
            ? Optional.of(Integer.valueOf(source))
            : Optional.empty());
  }

  public boolean isEmpty() {
    return text.isEmpty() && state.isEmpty() && source.isEmpty();
  }

  public List<Choice> states() {
    return List.of(
        new Choice("", "any"),
        new Choice("enabled", "enabled"),
        new Choice("disabled", "disabled"),
        new Choice("never_used", "never used"),
        new Choice("unused", "unused for 30 days"));
  }
}
