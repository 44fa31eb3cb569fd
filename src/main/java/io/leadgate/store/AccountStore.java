package io.leadgate.store;

import io.leadgate.domain.Actor;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.Slice;
import io.leadgate.postgres.StorageAway;
import io.leadgate.store.StateChange.Step;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads and writes one kind of what the Account API manages. Reads go to Postgres and not to this
 * node's memory, so that what one node answered is there on every other at once. For a reader who
 * is bound to a lead source, what belongs to another is not there. What it returns fails with
 * {@link StorageAway} and nothing else.
 *
 * @param <T> the kind
 */
public final class AccountStore<T> {

  private static final long READ_SECONDS_MAX = 5;

  private final Pool pool;
  private final StateChange change;
  private final AccountTable<T> table;
  private final Refusal invalid;
  private final Capacity capacity;
  private final CatalogBound bound;
  private final AccountRows<T> rows;
  private final AccountLook<T> look;

  /**
   * @param invalid what is answered where something refers to what is not there
   */
  public AccountStore(
      Pool pool,
      StateChange change,
      AccountTable<T> table,
      Refusal invalid,
      Capacity capacity,
      CatalogBound bound) {
    this.pool = pool;
    this.change = change;
    this.table = table;
    this.invalid = invalid;
    this.capacity = capacity;
    this.bound = bound;
    this.rows = new AccountRows<>(table);
    this.look = new AccountLook<>(pool, rows);
  }

  /**
   * In the order of their ids.
   *
   * @param after the id behind which to begin
   */
  public Future<Slice<T>> list(Optional<Integer> boundTo, int after, int limit) {
    return rows.list(pool, boundTo, after, limit)
        .timeout(READ_SECONDS_MAX, TimeUnit.SECONDS)
        .recover(StorageAway::read);
  }

  public Future<Optional<T>> find(Optional<Integer> boundTo, int id) {
    return rows.find(pool, boundTo, id)
        .timeout(READ_SECONDS_MAX, TimeUnit.SECONDS)
        .recover(StorageAway::read);
  }

  /** Whether it is there; before a no, the standby has its removal. For callers that write. */
  public Future<Boolean> isThere(Optional<Integer> boundTo, int id) {
    return look.settled(boundTo, id, found -> new Decision.Write<>(found, ""))
        .map(Optional::isEmpty);
  }

  /**
   * @param details the JSON object that the audit log has of it
   * @param actor a credential
   */
  public Future<ChangeResult<T>> create(
      Optional<Integer> boundTo, T value, Function<T, String> details, Actor actor) {
    return run(
        actor,
        boundTo,
        connection ->
            checked(
                connection, boundTo, value, () -> insertUnlessFull(connection, value, details)));
  }

  private Future<Step<ChangeResult<T>>> insertUnlessFull(
      SqlConnection connection, T value, Function<T, String> details) {
    return rows.isFull(connection, value, capacity)
        .compose(
            full ->
                full
                    ? nothing(new ChangeResult.Refused<>(Refusal.LIMIT_REACHED, List.of()))
                    : writeUnlessCatalogFull(
                        connection, "create", details, () -> rows.insert(connection, value)));
  }

  private Future<Step<ChangeResult<T>>> writeUnlessCatalogFull(
      SqlConnection connection,
      String verb,
      Function<T, String> details,
      Supplier<Future<T>> write) {
    return bound
        .keep(connection, write)
        .map(
            kept ->
                kept.map(made -> written(verb, made, details))
                    .orElseGet(() -> new Step.Nothing<>(new ChangeResult.CatalogFull<>())));
  }

  /**
   * @param decide is asked with the row as it is: once before, and where something is to be written
   *     once more, while no other writer can change it
   */
  public Future<ChangeResult<T>> update(
      Optional<Integer> boundTo, int id, Function<T, Decision<T>> decide, Actor actor) {
    return decided(
        boundTo,
        id,
        decide,
        actor,
        (connection, wanted) ->
            checked(
                connection,
                boundTo,
                wanted.value(),
                () ->
                    writeUnlessCatalogFull(
                        connection,
                        "update",
                        same -> wanted.details(),
                        () -> rows.update(connection, id, wanted.value()))));
  }

  /**
   * Refused where it is in use.
   *
   * @param decide as with {@link #update}; what it would write is not looked at
   */
  public Future<ChangeResult<T>> delete(
      Optional<Integer> boundTo, int id, Function<T, Decision<T>> decide, Actor actor) {
    return decided(
        boundTo,
        id,
        decide,
        actor,
        (connection, wanted) -> deleteUnlessUsed(connection, id, wanted.value(), wanted.details()));
  }

  private Future<Step<ChangeResult<T>>> deleteUnlessUsed(
      SqlConnection connection, int id, T value, String details) {
    return rows.isInUse(connection, id)
        .compose(
            inUse ->
                inUse
                    ? nothing(new ChangeResult.Refused<>(Refusal.IN_USE, List.of()))
                    : rows.delete(connection, id)
                        .map(deleted -> written("delete", value, same -> details)));
  }

  /** Whoever has nothing to write does not hold up those who have. */
  private Future<ChangeResult<T>> decided(
      Optional<Integer> boundTo,
      int id,
      Function<T, Decision<T>> decide,
      Actor actor,
      BiFunction<SqlConnection, Decision.Write<T>, Future<Step<ChangeResult<T>>>> write) {
    return look.settled(boundTo, id, decide)
        .compose(
            settled ->
                settled
                    .map(Future::succeededFuture)
                    .orElseGet(
                        () ->
                            run(
                                actor,
                                boundTo,
                                connection ->
                                    rows.find(connection, boundTo, id)
                                        .compose(
                                            now ->
                                                switch (AccountLook.decision(now, decide)) {
                                                  case Decision.Settled<T> nothing ->
                                                      nothing(nothing.result());
                                                  case Decision.Write<T> wanted ->
                                                      write.apply(connection, wanted);
                                                }))));
  }

  private Future<ChangeResult<T>> run(
      Actor actor,
      Optional<Integer> boundTo,
      Function<SqlConnection, Future<Step<ChangeResult<T>>>> write) {
    return change.runAs(
        actor, boundTo, new ChangeResult.Refused<>(Refusal.INVALID_TOKEN, List.of()), write);
  }

  /** Writes only what refers to things that are there. */
  private Future<Step<ChangeResult<T>>> checked(
      SqlConnection connection,
      Optional<Integer> boundTo,
      T value,
      Supplier<Future<Step<ChangeResult<T>>>> write) {
    return table
        .missing(connection, value, boundTo)
        .compose(
            missing ->
                missing.isEmpty()
                    ? write.get()
                    : nothing(
                        boundTo.isPresent()
                            ? new ChangeResult.NotThere<>()
                            : new ChangeResult.Refused<>(invalid, missing)));
  }

  private static <T> Future<Step<ChangeResult<T>>> nothing(ChangeResult<T> result) {
    return Future.succeededFuture(new Step.Nothing<>(result));
  }

  private Step<ChangeResult<T>> written(String verb, T value, Function<T, String> details) {
    return new Step.Written<>(
        new ChangeResult.Done<>(value),
        table.name() + "." + verb,
        Integer.toString(table.id(value)),
        details.apply(value));
  }
}
