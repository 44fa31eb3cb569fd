package io.leadgate.catalog;

import io.leadgate.domain.Campaign;
import io.leadgate.domain.Credential;
import io.leadgate.domain.Destination;
import io.leadgate.domain.LeadSource;
import io.leadgate.domain.LeadType;
import io.leadgate.domain.Scope;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/** Reads the whole catalogue as of one moment. */
final class CatalogReader {

  private static final String BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
  private static final String VERSION = "SELECT version FROM state_version";
  private static final LeadSourceTable SOURCES = new LeadSourceTable();
  private static final LeadTypeTable TYPES = new LeadTypeTable();
  private static final CampaignTable CAMPAIGNS = new CampaignTable();
  private static final String SECRETS =
      "SELECT id, client_id, secret_sha256, created_at, last_used_at FROM credential_secret"
          + " ORDER BY created_at, id";
  private static final String CREDENTIALS =
      "SELECT client_id, description, scopes, enabled, lead_source_id, epoch, created_at,"
          + " last_used_at FROM credential";
  private static final String REVOKED = "SELECT jti FROM revoked_token WHERE expires_at > now()";

  private CatalogReader() {}

  static Future<Long> version(SqlClient client) {
    return client
        .preparedQuery(VERSION)
        .execute()
        .map(rows -> rows.iterator().next().getLong("version"));
  }

  /**
   * Wants the connection for itself. After a failure it must not be used on.
   *
   * @param unreadable is told of lead types that cannot be understood
   */
  static Future<Catalog> load(SqlConnection connection, IntConsumer unreadable) {
    Future<RowSet<Row>> begin = connection.query(BEGIN).execute();
    Future<Long> version = begin.compose(begun -> version(connection));
    Future<Map<Integer, LeadSource>> sources =
        begin
            .compose(begun -> rows(connection, AccountSql.select(SOURCES)))
            .map(CatalogReader::sources);
    Future<Map<Integer, LeadType>> types =
        begin
            .compose(begun -> rows(connection, AccountSql.select(TYPES)))
            .map(rows -> types(rows, unreadable));
    Future<List<Row>> campaigns =
        begin.compose(begun -> rows(connection, AccountSql.select(CAMPAIGNS)));
    Future<Map<UUID, List<Credential.Secret>>> secrets =
        begin.compose(begun -> rows(connection, SECRETS)).map(CatalogReader::secrets);
    Future<List<Row>> credentials = begin.compose(begun -> rows(connection, CREDENTIALS));
    Future<Set<UUID>> revoked =
        begin.compose(begun -> rows(connection, REVOKED)).map(CatalogReader::revoked);
    return Future.all(List.of(version, sources, types, campaigns, secrets, credentials, revoked))
        .compose(read -> connection.query("COMMIT").execute())
        .map(
            committed ->
                new Catalog(
                    version.result(),
                    destinations(campaigns.result(), sources.result(), types.result()),
                    credentials(credentials.result(), secrets.result()),
                    revoked.result()));
  }

  private static Future<List<Row>> rows(SqlConnection connection, String sql) {
    return connection
        .preparedQuery(sql)
        .execute()
        .map(
            rows -> {
              List<Row> list = new ArrayList<>(rows.size());
              rows.forEach(list::add);
              return list;
            });
  }

  private static Map<Integer, LeadSource> sources(List<Row> rows) {
    return rows.stream()
        .map(SOURCES::read)
        .collect(Collectors.toMap(LeadSource::id, source -> source));
  }

  /** One that cannot be understood must not keep the rest from being read: it is left out. */
  private static Map<Integer, LeadType> types(List<Row> rows, IntConsumer unreadable) {
    Map<Integer, LeadType> types = new HashMap<>();
    for (Row row : rows) {
      try {
        types.put(row.getInteger("id"), TYPES.read(row));
      } catch (RuntimeException e) {
        unreadable.accept(row.getInteger("id"));
      }
    }
    return types;
  }

  /** A campaign whose lead type cannot be understood takes no leads. */
  private static Map<Integer, Destination> destinations(
      List<Row> rows, Map<Integer, LeadSource> sources, Map<Integer, LeadType> types) {
    return rows.stream()
        .map(CAMPAIGNS::read)
        .map(campaign -> destination(campaign, sources, types))
        .collect(Collectors.toMap(Destination::campaignId, destination -> destination));
  }

  private static Destination destination(
      Campaign campaign, Map<Integer, LeadSource> sources, Map<Integer, LeadType> types) {
    LeadSource source = referenced(sources, campaign.leadSourceId());
    LeadType type = types.get(campaign.leadTypeId());
    return type == null
        ? new Destination(campaign.paused(), source, LeadType.unknown(campaign.leadTypeId()))
        : new Destination(campaign, source, type);
  }

  private static <T> T referenced(Map<Integer, T> rows, int id) {
    T row = rows.get(id);
    if (row == null) {
      throw new IllegalStateException("a foreign key leads nowhere: " + id);
    }
    return row;
  }

  private static Map<UUID, List<Credential.Secret>> secrets(List<Row> rows) {
    Map<UUID, List<Credential.Secret>> byClient = new HashMap<>();
    for (Row row : rows) {
      byClient
          .computeIfAbsent(row.getUUID("client_id"), id -> new ArrayList<>())
          .add(
              new Credential.Secret(
                  row.getUUID("id"),
                  row.getBuffer("secret_sha256").getBytes(),
                  row.getOffsetDateTime("created_at").toInstant(),
                  Optional.ofNullable(row.getOffsetDateTime("last_used_at"))
                      .map(OffsetDateTime::toInstant)));
    }
    return byClient;
  }

  private static Map<UUID, Credential> credentials(
      List<Row> rows, Map<UUID, List<Credential.Secret>> secrets) {
    return rows.stream()
        .map(
            row ->
                new Credential(
                    row.getUUID("client_id"),
                    row.getString("description"),
                    scopes(row.getArrayOfStrings("scopes")),
                    row.getBoolean("enabled"),
                    Optional.ofNullable(row.getInteger("lead_source_id")),
                    row.getInteger("epoch"),
                    row.getOffsetDateTime("created_at").toInstant(),
                    Optional.ofNullable(row.getOffsetDateTime("last_used_at"))
                        .map(OffsetDateTime::toInstant),
                    secrets.getOrDefault(row.getUUID("client_id"), List.of())))
        .collect(Collectors.toMap(Credential::clientId, credential -> credential));
  }

  private static Set<Scope> scopes(String[] codes) {
    return Arrays.stream(codes)
        .map(Scope::of)
        .flatMap(Optional::stream)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Set<UUID> revoked(List<Row> rows) {
    Set<UUID> ids = new HashSet<>();
    rows.forEach(row -> ids.add(row.getUUID("jti")));
    return ids;
  }
}
