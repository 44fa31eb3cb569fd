package io.leadgate.console.setup;

import io.leadgate.console.frame.Visit;
import io.leadgate.store.AccountFilter;
import io.leadgate.web.request.PathId;
import java.util.Optional;

/** The filter of a list, and the place in the list, as the address has them. */
public record ListFilter(String text, String status, int after) {

  static ListFilter of(Visit visit) {
    return new ListFilter(
        visit.parameter("text").orElse(""),
        visit.parameter("status").orElse(""),
        visit.parameter("after").flatMap(PathId::parse).orElse(0));
  }

  AccountFilter filter(Optional<Integer> leadSourceId) {
    return new AccountFilter(leadSourceId, given(text), given(status));
  }

  private static Optional<String> given(String value) {
    return Optional.of(value).filter(typed -> !typed.isEmpty());
  }

  public boolean isEmpty() {
    return text.isEmpty() && status.isEmpty();
  }
}
