package io.leadgate.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.config.Settings;
import io.leadgate.domain.AccessToken;
import io.leadgate.domain.Actor;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.StorageAway;
import io.leadgate.postgres.Rows;
import io.leadgate.postgres.StandbyWait;
import io.leadgate.postgres.TimeLimit;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Writes the tokens that were revoked. The number of revoked tokens of a credential is bounded,
 * because every node has each revoked token in memory until the token expires. Thread-safe.
 */
public final class RevokedTokens {

  /** The greatest difference between the clocks of the nodes and of Postgres. */
  public static final String CLOCKS_APART_MAX = "interval '5 minutes'";

  private static final String FORGET =
      "DELETE FROM revoked_token WHERE expires_at < now() - " + CLOCKS_APART_MAX;
  private static final String COUNT =
      "SELECT count(*) AS count FROM revoked_token WHERE client_id = $1 AND expires_at >= now() - "
          + CLOCKS_APART_MAX;
  private static final String FIND =
      """
      SELECT c.lead_source_id FROM credential c JOIN credential_secret s USING (client_id)
      WHERE c.client_id = $2 AND c.enabled AND c.epoch = $3 AND s.id = $4
        AND NOT EXISTS (SELECT FROM revoked_token WHERE jti = $1)
      """;
  private static final String INSERT =
      "INSERT INTO revoked_token (jti, client_id, expires_at) VALUES ($1, $2, $3)"
          + " ON CONFLICT (jti) DO NOTHING";

  private final Pool pool;
  private final StateChange change;
  private final int perCredentialMax;

  /**
   * @param pool the connections for a look before the change, so that a client that is at the
   *     bound, or that revokes a token again, does not hold up other writers
   */
  public RevokedTokens(Pool pool, StateChange change, Settings.Limits limits) {
    this.pool = pool;
    this.change = change;
    this.perCredentialMax = limits.revokedTokensPerCredential();
  }

  /**
   * Revokes the token. Unchanged if the token is revoked already or is no longer good for another
   * reason; refused if the credential has as many revoked tokens as the settings allow. Fails with
   * {@link StorageAway}.
   */
  public Future<Change<AccessToken>> add(AccessToken token, Actor actor) {
    return TimeLimit.SHORT_CHANGE
        .on(StandbyWait.watched(pool, connection -> known(connection, token)))
        .compose(
            known ->
                known
                    .map(Future::succeededFuture)
                    .orElseGet(
                        () ->
                            change.run(
                                actor,
                                "token.revoke",
                                connection -> addUnlessFull(connection, token))));
  }

  /** The answer if there is nothing to write; empty if the token is to be written. */
  private Future<Optional<Change<AccessToken>>> known(SqlConnection connection, AccessToken token) {
    return binding(connection, token)
        .compose(
            binding ->
                binding.isEmpty()
                    ? StandbyWait.record(connection).map(Optional.of(new Change.Unchanged<>(token)))
                    : isFull(connection, token)
                        .map(full -> full ? Optional.of(full()) : Optional.empty()));
  }

  private static Change<AccessToken> full() {
    return new Change.Refused<>(Refusal.LIMIT_REACHED);
  }

  /** Whether no change has ended the token, and its credential is bound to the lead source. */
  static Future<Boolean> isGood(
      SqlConnection connection, AccessToken token, Optional<Integer> boundTo) {
    return binding(connection, token).map(binding -> binding.filter(boundTo::equals).isPresent());
  }

  /** The binding of the token's credential; empty if a change has ended the token. */
  private static Future<Optional<Optional<Integer>>> binding(
      SqlConnection connection, AccessToken token) {
    return connection
        .preparedQuery(FIND)
        .execute(Tuple.of(token.jti(), token.clientId(), token.epoch(), token.secretId()))
        .map(
            rows -> Rows.first(rows, row -> Optional.ofNullable(row.getInteger("lead_source_id"))));
  }

  private Future<Change<AccessToken>> addUnlessFull(SqlConnection connection, AccessToken token) {
    return connection
        .query(FORGET)
        .execute()
        .compose(forgotten -> isFull(connection, token))
        .compose(full -> full ? Future.succeededFuture(full()) : insert(connection, token));
  }

  private Future<Boolean> isFull(SqlConnection connection, AccessToken token) {
    return connection
        .preparedQuery(COUNT)
        .execute(Tuple.of(token.clientId()))
        .map(rows -> Rows.one(rows, row -> row.getLong("count")) >= perCredentialMax);
  }

  private static Future<Change<AccessToken>> insert(SqlConnection connection, AccessToken token) {
    ObjectNode details =
        StoredJson.object()
            .put("client_id", token.clientId().toString())
            .put("expires_at", token.endsAt().toString());
    return connection
        .preparedQuery(INSERT)
        .execute(
            Tuple.of(token.jti(), token.clientId(), token.revokedUntil().atOffset(ZoneOffset.UTC)))
        .map(
            rows ->
                rows.rowCount() == 0
                    ? new Change.Unchanged<>(token)
                    : new Change.Made<>(token, token.jti().toString(), details));
  }
}
