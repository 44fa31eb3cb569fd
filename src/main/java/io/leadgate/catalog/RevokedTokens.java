package io.leadgate.catalog;

import io.leadgate.catalog.StateChange.Step;
import io.leadgate.domain.AccessToken;
import io.leadgate.domain.Actor;
import io.leadgate.domain.Refusal;
import io.leadgate.postgres.Rows;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Writes which tokens were revoked before their time. Every node has them in memory until they
 * would have expired, so there is a bound on how many a credential may have.
 */
public final class RevokedTokens {

  private static final String FORGET =
      "DELETE FROM revoked_token WHERE expires_at < now() - " + CatalogReader.CLOCKS_APART_MAX;
  private static final String COUNT =
      "SELECT count(*) AS count FROM revoked_token WHERE client_id = $1";
  private static final String INSERT =
      "INSERT INTO revoked_token (jti, client_id, expires_at) VALUES ($1, $2, $3)"
          + " ON CONFLICT (jti) DO NOTHING";

  private final StateChange change;
  private final int perCredentialMax;

  public RevokedTokens(StateChange change, int perCredentialMax) {
    this.change = change;
    this.perCredentialMax = perCredentialMax;
  }

  /**
   * Done also where it was revoked before; refused with {@link Refusal#LIMIT_REACHED}. Fails with
   * {@link StorageAway}.
   */
  public Future<ChangeResult<AccessToken>> add(AccessToken token, Actor actor) {
    return change.run(
        actor,
        connection ->
            connection
                .query(FORGET)
                .execute()
                .compose(forgotten -> count(connection, token))
                .compose(
                    count ->
                        count >= perCredentialMax
                            ? Future.succeededFuture(
                                new Step.Nothing<>(
                                    new ChangeResult.Refused<>(Refusal.LIMIT_REACHED, List.of())))
                            : insert(connection, token)));
  }

  private static Future<Long> count(SqlConnection connection, AccessToken token) {
    return connection
        .preparedQuery(COUNT)
        .execute(Tuple.of(token.clientId()))
        .map(rows -> Rows.one(rows, row -> row.getLong("count")));
  }

  private static Future<Step<ChangeResult<AccessToken>>> insert(
      SqlConnection connection, AccessToken token) {
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
                    ? new Step.Nothing<>(new ChangeResult.Done<>(token))
                    : new Step.Written<>(
                        new ChangeResult.Done<>(token),
                        "token.revoke",
                        token.jti().toString(),
                        details.encode()));
  }
}
