package io.leadgate.faults;

import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.Jwt;

/** A change by SQL that ends a token at a campaign, as another node makes the change. */
enum Ending {
  DISABLE(401, "UPDATE credential SET enabled = false WHERE client_id = '%1$s'"),
  REVOKE(
      401,
      "INSERT INTO revoked_token (jti, client_id, expires_at)"
          + " VALUES ('%2$s', '%1$s', now() + interval '1 hour')"),
  RETIRE_SECRET(401, "DELETE FROM credential_secret WHERE client_id = '%1$s'"),
  BIND_ELSEWHERE(
      404,
      "WITH elsewhere AS (INSERT INTO lead_source (name) VALUES ('elsewhere') RETURNING id)"
          + " UPDATE credential SET lead_source_id = (SELECT id FROM elsewhere)"
          + " WHERE client_id = '%1$s'");

  /** The status of a lead with the token from then on. */
  final int status;

  private final String sql;

  Ending(int status, String sql) {
    this.status = status;
    this.sql = sql;
  }

  String sql(Credential credential, String token) {
    return sql.formatted(credential.clientId(), Jwt.claims(token).path("jti").asText());
  }
}
