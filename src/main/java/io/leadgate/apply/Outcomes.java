package io.leadgate.apply;

import io.leadgate.apply.Applied.Outcome;
import io.leadgate.domain.FieldError;
import io.leadgate.domain.Refusal;
import io.leadgate.store.Change;
import io.leadgate.store.HashKinds;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Says in words what the store has made of a change. */
final class Outcomes {

  private Outcomes() {}

  static <T> Outcome ofCreation(Change<T> change, Function<T, Object> id) {
    return change instanceof Change.Made<T> made
        ? new Outcome.Made(Optional.of(id.apply(made.value()).toString()))
        : ofChange(change);
  }

  static Outcome ofChange(Change<?> change) {
    return switch (change) {
      case Change.Made<?> made -> new Outcome.Changed(made.details());
      case Change.Unchanged<?> same -> new Outcome.Same();
      case Change.NotThere<?> gone -> refused("it was deleted meanwhile");
      case Change.CatalogFull<?> full ->
          refused(
              "all lead sources, lead types and campaigns would take more memory than"
                  + " limits.catalog_bytes allows");
      case Change.TooManyHashes<?> many ->
          refused(
              "more than %d different sets of fields would concern the leads of a campaign"
                  .formatted(HashKinds.PER_CAMPAIGN_MAX));
      case Change.Refused<?> refused when refused.refusal() == Refusal.LIMIT_REACHED ->
          refused("there are as many as the settings allow (limits)");
      case Change.Refused<?> refused ->
          refused.errors().isEmpty()
              ? refused(refused.refusal().title())
              : refused(refused.errors());
    };
  }

  static Outcome refused(String fault) {
    return new Outcome.Refused(List.of(fault));
  }

  static Outcome refused(List<FieldError> errors) {
    return new Outcome.Refused(errors.stream().map(FieldError::message).toList());
  }
}
