package io.leadgate.postgres;

import io.leadgate.config.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.flywaydb.core.Flyway;

/**
 * Brings the schema up to date, off the event loop. Safe on several nodes at once, because Flyway
 * locks. The commits wait for no standby, because that wait has no bound while the standby is away.
 * The standby gets the schema before any lead.
 */
public final class Migrations {

  private final Vertx vertx;
  private final PgConnectOptions options;

  public Migrations(Vertx vertx, Secret uri) {
    this.vertx = vertx;
    this.options = PgConnectOptions.fromUri(uri.value());
  }

  public Future<Void> run() {
    return vertx
        .executeBlocking(
            () ->
                Flyway.configure()
                    .dataSource(jdbcUrl(), options.getUser(), options.getPassword())
                    .locations("classpath:db/migration")
                    .connectRetries(0)
                    .load()
                    .migrate())
        .mapEmpty();
  }

  private String jdbcUrl() {
    return "jdbc:postgresql://%s:%d/%s?connectTimeout=5&ApplicationName=leadgate-migrations&options=-csynchronous_commit=local&sslmode=%s"
        .formatted(
            options.getHost(),
            options.getPort(),
            URLEncoder.encode(options.getDatabase(), StandardCharsets.UTF_8),
            options.getSslMode().value);
  }
}
