package io.leadgate.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.FieldError;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.Slice;
import io.leadgate.domain.StorageAway;
import io.leadgate.postgres.StandbyWait;
import io.leadgate.postgres.TimeLimit;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Reads and writes the objects of one kind that the Account API manages. Reads go to Postgres and
 * not to this node's memory, because each node must find an object as soon as any node has answered
 * with it. A caller that is bound to a lead source sees no objects of other lead sources. Each
 * future fails with {@link StorageAway} and nothing else. Thread-safe.
 *
 * @param <T> the type of the objects
 */
public final class AccountStore<T> {

  /** The rows of a page where all rows are read. */
  private static final int PAGE = 1_000;

  private final Pool pool;
  private final StateChange change;
  private final AccountTable<T> table;
  private final Refusal invalid;
  private final Capacity capacity;
  private final CatalogBound bound;
  private final AccountRows<T> rows;

  /**
   * Bounds the number of objects of a kind, deleted objects included.
   *
   * @param inAll the most in this gateway
   * @param together the most that belong to the same owner, such as a lead source's campaigns
   */
  public record Capacity(int inAll, int together) {
    public static Capacity of(int inAll) {
      return new Capacity(inAll, inAll);
    }
  }

  /**
   * @param invalid the refusal of a value that refers to an object that does not exist
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
  }

  /**
   * Lists the objects in the order of their ids.
   *
   * @param after the id behind which the page begins
   */
  public Future<Slice<T>> list(Optional<Integer> boundTo, int after, int limit) {
    return list(AccountFilter.visibleTo(boundTo), after, limit);
  }

  /** Lists the objects of a filter in the order of their ids, as {@link #list}. */
  public Future<Slice<T>> list(AccountFilter filter, int after, int limit) {
    return TimeLimit.READ.on(
        KeyedRow.readable(
            rows.list(pool, filter, after, limit), last -> rows.list(pool, filter, last, limit)));
  }

  public Future<Optional<T>> find(Optional<Integer> boundTo, int id) {
    return TimeLimit.READ.on(rows.find(pool, boundTo, id));
  }

  /**
   * Tells a caller that is about to write whether the row is there. The answer "no" waits until the
   * standby has the row's removal.
   */
  public Future<Boolean> isThere(Optional<Integer> boundTo, int id) {
    return TimeLimit.SHORT_CHANGE.on(
        StandbyWait.settled(
                pool,
                connection ->
                    rows.find(connection, boundTo, id)
                        .map(found -> found.isEmpty() ? Optional.of(false) : Optional.empty()))
            .map(absent -> absent.orElse(true)));
  }

  /**
   * Creates an object if everything to which the value refers exists and the capacity has room.
   *
   * @param details the audit log's entry on the new row
   */
  public Future<Change<T>> create(Writer writer, T value, Function<T, ObjectNode> details) {
    return change.runAs(
        writer,
        table.name() + ".create",
        connection ->
            ifAllFits(
                connection,
                writer.boundTo(),
                value,
                () ->
                    unlessFull(
                        connection,
                        value,
                        () -> bound.keep(connection, () -> insert(connection, value, details)))));
  }

  /** Creates an object as one of several changes, for a caller that is bound to no lead source. */
  public Future<Change<T>> create(
      ManyChanges.Open changes, T value, Function<T, ObjectNode> details) {
    return changes.run(
        table.name() + ".create",
        connection ->
            ifAllFits(
                connection,
                Optional.empty(),
                value,
                () -> unlessFull(connection, value, () -> insert(connection, value, details))));
  }

  /** Lists all objects, as several changes have left them so far. */
  public Future<List<T>> all(ManyChanges.Open changes) {
    return KeyedRow.<Integer, T>all(
        last ->
            rows.list(
                changes.connection(),
                AccountFilter.visibleTo(Optional.empty()),
                last.orElse(0),
                PAGE));
  }

  private Future<Change<T>> unlessFull(
      SqlConnection connection, T value, Supplier<Future<Change<T>>> insert) {
    return rows.isFull(connection, value, capacity)
        .compose(
            full ->
                full
                    ? Future.succeededFuture(new Change.Refused<>(Refusal.LIMIT_REACHED))
                    : insert.get());
  }

  private Future<Change<T>> insert(
      SqlConnection connection, T value, Function<T, ObjectNode> details) {
    return rows.insert(connection, value)
        .map(made -> new Change.Made<>(made, Integer.toString(table.id(made)), details.apply(made)))
        .compose(made -> withItsHashes(connection, Stream.of(made.value()), made));
  }

  /**
   * Settles the kinds of hashes if the row needs or needed hashes. The result is the row as
   * settled.
   *
   * @param states the row before and after the write, as far as there is one
   */
  private Future<Change<T>> withItsHashes(
      SqlConnection connection, Stream<T> states, Change.Made<T> written) {
    return states.noneMatch(table::needsHashes)
        ? Future.succeededFuture(written)
        : HashKinds.settle(connection)
            .compose(
                fits ->
                    fits
                        ? settled(connection, written)
                        : Future.succeededFuture(new Change.TooManyHashes<>()));
  }

  /** Reads the row again; a deleted row is as it was. */
  private Future<Change<T>> settled(SqlConnection connection, Change.Made<T> written) {
    return rows.find(connection, Optional.empty(), table.id(written.value()))
        .map(
            found -> {
              List<FieldError> misfits = found.map(table::misfitsWhenSettled).orElseGet(List::of);
              return misfits.isEmpty()
                  ? found.map(written::with).orElse(written)
                  : new Change.Refused<>(invalid, misfits);
            });
  }

  /**
   * Changes a row as the caller decides.
   *
   * @param decide decides on a row: first without the lock, and if the decision is a change, once
   *     more under the lock, when no other writer can change the row
   */
  public Future<Change<T>> update(Writer writer, int id, Function<T, Change<T>> decide) {
    return write(
        writer,
        id,
        decide,
        "update",
        (connection, before, wanted) ->
            bound.keep(connection, () -> update(connection, writer.boundTo(), id, before, wanted)));
  }

  /** Changes a row as one of several changes, for a caller that is bound to no lead source. */
  public Future<Change<T>> update(ManyChanges.Open changes, int id, Function<T, Change<T>> decide) {
    return changes.run(
        table.name() + ".update",
        connection ->
            rows.find(connection, Optional.empty(), id)
                .compose(
                    found ->
                        write(
                            connection,
                            found,
                            decide(found, decide),
                            (same, before, wanted) ->
                                update(same, Optional.empty(), id, before, wanted))));
  }

  private Future<Change<T>> update(
      SqlConnection connection,
      Optional<Integer> boundTo,
      int id,
      T before,
      Change.Made<T> wanted) {
    return ifAllFits(
        connection,
        boundTo,
        wanted.value(),
        () ->
            rows.update(connection, id, wanted.value())
                .compose(
                    after ->
                        withItsHashes(connection, Stream.of(before, after), wanted.with(after))));
  }

  /**
   * Deletes a row, unless the row is in use.
   *
   * @param decide the decision, as with {@link #update}; the new value is ignored
   */
  public Future<Change<T>> delete(Writer writer, int id, Function<T, Change<T>> decide) {
    return write(
        writer,
        id,
        decide,
        "delete",
        (connection, before, wanted) ->
            rows.isInUse(connection, id)
                .compose(
                    inUse ->
                        inUse
                            ? Future.succeededFuture(new Change.Refused<>(Refusal.IN_USE))
                            : rows.delete(connection, id)
                                .compose(
                                    gone -> withItsHashes(connection, Stream.of(before), wanted))));
  }

  /**
   * Writes a row if the caller decides on a change. The first decision is made without the lock,
   * because a caller with nothing to write must not take the lock.
   */
  private Future<Change<T>> write(
      Writer writer, int id, Function<T, Change<T>> decide, String verb, Write<T> write) {
    return TimeLimit.SHORT_CHANGE
        .on(
            StandbyWait.settled(
                pool,
                connection ->
                    rows.find(connection, writer.boundTo(), id)
                        .map(found -> decide(found, decide))
                        .map(
                            change ->
                                change instanceof Change.Made
                                    ? Optional.empty()
                                    : Optional.of(change))))
        .compose(
            settled ->
                settled
                    .map(Future::succeededFuture)
                    .orElseGet(
                        () ->
                            change.runAs(
                                writer,
                                table.name() + "." + verb,
                                connection ->
                                    rows.find(connection, writer.boundTo(), id)
                                        .compose(
                                            found ->
                                                write(
                                                    connection,
                                                    found,
                                                    decide(found, decide),
                                                    write)))));
  }

  private static <T> Future<Change<T>> write(
      SqlConnection connection, Optional<T> found, Change<T> decided, Write<T> write) {
    return decided instanceof Change.Made<T> wanted
        ? write.run(connection, found.orElseThrow(), wanted)
        : Future.succeededFuture(decided);
  }

  private static <T> Change<T> decide(Optional<T> found, Function<T, Change<T>> decide) {
    return found.map(decide).orElseGet(Change.NotThere::new);
  }

  /** Writes a row as decided, in the transaction of the connection. */
  private interface Write<T> {
    Future<Change<T>> run(SqlConnection connection, T before, Change.Made<T> wanted);
  }

  /** Writes the value only if everything that it refers to is there and fits. */
  private Future<Change<T>> ifAllFits(
      SqlConnection connection,
      Optional<Integer> boundTo,
      T value,
      Supplier<Future<Change<T>>> write) {
    return table
        .missing(connection, value, boundTo)
        .compose(
            missing -> {
              if (missing.isEmpty()) {
                return ifNothingMisfits(connection, value, write);
              }
              return Future.succeededFuture(
                  boundTo.isPresent()
                      ? new Change.NotThere<>()
                      : new Change.Refused<>(invalid, missing));
            });
  }

  private Future<Change<T>> ifNothingMisfits(
      SqlConnection connection, T value, Supplier<Future<Change<T>>> write) {
    return table
        .misfits(connection, value)
        .compose(
            misfits ->
                misfits.isEmpty()
                    ? write.get()
                    : Future.succeededFuture(new Change.Refused<>(invalid, misfits)));
  }
}
