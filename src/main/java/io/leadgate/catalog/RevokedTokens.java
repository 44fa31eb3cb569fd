package io.leadgate.catalog;

import io.leadgate.catalog.StateChange.Step;
import io.leadgate.config.LimitSettings;
import io.leadgate.domain.AccessToken;
import io.leadgate.domain.Actor;
import io.leadgate.postgres.Rows;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/**
 * Writes which tokens were revoked before their time. Every node has them in memory until they
 * would have expired, so there is a bound on how many a credential may have.
 */
public final class RevokedTokens {

  private static final String FORGET =
      "DELETE FROM revoked_token WHERE expires_at < now() - " + CatalogReader.CLOCKS_APART_MAX;
  private static final String COUNT =
      "SELECT count(*) AS count FROM revoked_token WHERE client_id = $1 AND expires_at >= now() - "
          + CatalogReader.CLOCKS_APART_MAX;
  private static final String INSERT =
      "INSERT INTO revoked_token (jti, client_id, expires_at) VALUES ($1, $2, $3)"
          + " ON CONFLICT (jti) DO NOTHING";

  private static final long SECONDS_MAX = 5;

  private final Pool pool;
  private final StateChange change;
  private final int perCredentialMax;

  /**
   * @param pool for a look before the change: who is at the bound does not hold up those who are
   *     not
   */
  public RevokedTokens(Pool pool, StateChange change, LimitSettings limits) {
    this.pool = pool;
    this.change = change;
    this.perCredentialMax = limits.revokedTokensPerCredential();
  }

  /**
   * Whether it is revoked, now or since before: not where the credential has as many as it may.
   * Fails with {@link StorageAway}.
   */
  public Future<Boolean> add(AccessToken token, Actor actor) {
    return isFull(pool, token)
        .timeout(SECONDS_MAX, TimeUnit.SECONDS)
        .recover(StorageAway::read)
        .compose(
            full ->
                full
                    ? Future.succeededFuture(false)
                    : change.run(actor, connection -> addUnlessFull(connection, token)));
  }

  private Future<Step<Boolean>> addUnlessFull(SqlConnection connection, AccessToken token) {
    return connection
        .query(FORGET)
        .execute()
        .compose(forgotten -> isFull(connection, token))
        .compose(
            full ->
                full
                    ? Future.succeededFuture(new Step.Nothing<>(false))
                    : insert(connection, token));
  }

  private Future<Boolean> isFull(SqlClient client, AccessToken token) {
    return client
        .preparedQuery(COUNT)
        .execute(Tuple.of(token.clientId()))
        .map(rows -> Rows.one(rows, row -> row.getLong("count")) >= perCredentialMax);
  }

  private static Future<Step<Boolean>> insert(SqlConnection connection, AccessToken token) {
    JsonObject details =
        new JsonObject()
            .put("client_id", token.clientId().toString())
            .put("expires_at", token.expiresAt().toString());
    return connection
        .preparedQuery(INSERT)
        .execute(
            Tuple.of(token.jti(), token.clientId(), token.expiresAt().atOffset(ZoneOffset.UTC)))
        .map(
            rows ->
                rows.rowCount() == 0
                    ? new Step.Nothing<>(true)
                    : new Step.Written<>(
                        true, "token.revoke", token.jti().toString(), details.encode()));
  }
}
