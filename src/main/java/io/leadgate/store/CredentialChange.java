package io.leadgate.store;

import io.leadgate.domain.Actor;
import io.leadgate.domain.Credential;
import io.leadgate.store.StateChange.Step;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.util.UUID;
import java.util.function.BiFunction;

/** A change of a credential that is there. */
final class CredentialChange {

  private final StateChange change;

  CredentialChange(StateChange change) {
    this.change = change;
  }

  /**
   * @param write is asked with the credential as it is, while no other writer can change it
   */
  <T> Future<ChangeResult<T>> run(
      UUID clientId,
      Actor actor,
      BiFunction<SqlConnection, Credential, Future<Step<ChangeResult<T>>>> write) {
    return change.run(
        actor,
        connection ->
            CredentialRows.find(connection, clientId)
                .compose(
                    found ->
                        found.isEmpty()
                            ? nothing(new ChangeResult.NotThere<>())
                            : write.apply(connection, found.get())));
  }

  static <T> Future<Step<ChangeResult<T>>> nothing(ChangeResult<T> result) {
    return Future.succeededFuture(new Step.Nothing<>(result));
  }

  static <T> Step<ChangeResult<T>> written(
      T result, String action, UUID clientId, JsonObject details) {
    return new Step.Written<>(
        new ChangeResult.Done<>(result), action, clientId.toString(), details.encode());
  }
}
