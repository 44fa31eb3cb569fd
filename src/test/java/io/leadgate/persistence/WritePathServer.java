package io.leadgate.persistence;

import io.leadgate.domain.LeadId;
import io.leadgate.support.process.PostgresServer;
import io.leadgate.support.process.PostgresUri;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/**
 * Runs a Postgres with three schemas for {@link WritePathCost}, each with three million leads and
 * keys of three days: {@code public}, {@code former}, and {@code without_pos}, whose leads have no
 * place in the feed. In {@code public} are five million hashes of leads as well.
 */
final class WritePathServer implements AutoCloseable {

  private static final int ROWS_THERE = 3_000_000;

  /** The number of hashes of leads; see {@link #hashThere}. */
  static final int HASHES_THERE = 5_000_000;

  private final PostgresServer server = PostgresServer.startTemporary();

  String uri() {
    return server.uri("postgres");
  }

  void prepare() throws Exception {
    for (String setting :
        List.of(
            "shared_buffers = '512MB'",
            "max_wal_size = '8GB'",
            "checkpoint_timeout = '1h'",
            "autovacuum = off")) {
      execute("ALTER SYSTEM SET " + setting);
    }
    server.stop();
    server.start();
    String former = resource("/writepath/former.sql");
    execute("CREATE SCHEMA former; SET search_path = former; " + former);
    execute(
        "CREATE SCHEMA without_pos; SET search_path = without_pos; "
            + former.replace("fields jsonb", "fields json"));
    execute(resource("/db/migration/V1__schema.sql"));
    execute(resource("/db/migration/V2__duplicate_rules.sql"));
    for (String schema : List.of("former", "without_pos", "public")) {
      fill(schema);
    }
    execute(
        """
        SET synchronous_commit = off;
        INSERT INTO duplicate (h, lead_id)
        SELECT md5('there ' || n)::uuid, (SELECT max(id::text)::uuid FROM lead WHERE campaign_id = 1)
        FROM generate_series(1, %d) AS t(n)
        """
            .formatted(HASHES_THERE));
    execute("VACUUM ANALYZE");
    execute("CHECKPOINT");
  }

  /** A hash that an earlier lead has, by its number from 1 to {@link #HASHES_THERE}. */
  static UUID hashThere(int number) {
    return md5("there " + number);
  }

  static UUID md5(String text) {
    try {
      ByteBuffer hash =
          ByteBuffer.wrap(
              MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
      return new UUID(hash.getLong(), hash.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Fills a schema with leads and keys of three days, the last of which is today. */
  private void fill(String schema) throws SQLException {
    boolean isNew = schema.equals("public");
    Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS);
    for (int day = -2; day <= 0; day++) {
      Instant from = today.plus(Duration.ofDays(day));
      execute(
          "CREATE TABLE %1$s.lead_p%2$d PARTITION OF %1$s.lead FOR VALUES FROM ('%3$s') TO ('%4$s')"
              .formatted(
                  schema,
                  day + 2,
                  LeadId.leastAt(from),
                  LeadId.leastAt(from.plus(Duration.ofDays(1)))));
      execute(
          """
          SET synchronous_commit = off;
          SET search_path = %1$s;
          INSERT INTO lead (id, campaign_id, credential_id, received_at, remote, email, phone,
            %2$s fields)
          SELECT (lpad(to_hex(%3$d + n / 50), 12, '0') || '7' || lpad(to_hex(n %% 4096), 3, '0')
              || '8' || substr(md5(n::text || '%1$s'), 1, 15))::uuid,
            (n * 7919::bigint) %% 1000, '%4$s', now(), '192.0.2.1', 'u' || n || '@example.com',
            '+1480' || n, %5$s '{"a":1}'
          FROM generate_series(1, %6$d) AS t(n)
          ORDER BY 1
          """
              .formatted(
                  schema,
                  isNew ? "pos," : "",
                  from.toEpochMilli(),
                  new UUID(1, 1),
                  isNew ? "n / 300," : "",
                  ROWS_THERE / 3));
    }
    execute(
        "SET synchronous_commit = off; SET search_path = %s; %s"
            .formatted(
                schema,
                isNew
                    ? "INSERT INTO idempotency_key (key, lead_id, received_at, expires_at, fingerprint) SELECT gen_random_uuid(), id, now(), now() + interval '1 day', sha256(id::text::bytea) FROM lead"
                    : "INSERT INTO idempotency_key (campaign_id, key, lead_id, received_at, expires_at, fingerprint) SELECT campaign_id, gen_random_uuid()::text, id, now(), now() + interval '1 day', sha256(id::text::bytea) FROM lead"));
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = PostgresUri.parse(server.uri("postgres")).connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream file = WritePathServer.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IOException("there is no " + name);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
