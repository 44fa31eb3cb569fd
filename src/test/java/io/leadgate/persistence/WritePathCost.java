package io.leadgate.persistence;

import static io.leadgate.persistence.RunningPersistence.await;

import io.leadgate.domain.Contact;
import io.leadgate.domain.Fingerprint;
import io.leadgate.domain.IdempotencyKey;
import io.leadgate.domain.Lead;
import io.leadgate.domain.LeadId;
import io.leadgate.domain.Sha256;
import io.leadgate.support.process.PostgresServer;
import io.leadgate.support.process.PostgresUri;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Measures the CPU time of Postgres for a lead, by statement, beside the statements of the former
 * write path in the same run: {@code load-tests/write-path-cost.sh}. The time is that of the
 * backend's process, so the client and the disk do not count. All variants take turns, and each
 * figure is the median of the rounds.
 */
public final class WritePathCost implements AutoCloseable {

  private static final int ROWS_THERE = 3_000_000;
  private static final int LONE_LEADS = 1_000;
  private static final int CAMPAIGNS = 1_000;
  private static final UUID CREDENTIAL = new UUID(1, 1);

  private static final String FORMER_INTO =
      """
      INSERT INTO lead (id, campaign_id, credential_id, received_at, remote, email, phone, fields)
      SELECT id, campaign_id, credential_id, received_at, remote::inet, email, phone, fields::%s
      FROM
      """;
  private static final String ROWS =
      """
      unnest($1::uuid[], $2::int[], $3::uuid[], $4::timestamptz[], $5::text[], $6::text[],
          $7::text[], $8::text[])
        AS t(id, campaign_id, credential_id, received_at, remote, email, phone, fields)
      """;
  private static final String FORMER_PLAIN = FORMER_INTO.formatted("jsonb") + ROWS;
  private static final String WITHOUT_POS = FORMER_INTO.formatted("json") + ROWS;
  private static final String FORMER_KEYED =
      """
      WITH item AS (
        SELECT * FROM
          unnest($1::uuid[], $2::int[], $3::uuid[], $4::timestamptz[], $5::text[], $6::text[],
            $7::text[], $8::text[], $9::text[], $10::bytea[])
          AS t(id, campaign_id, credential_id, received_at, remote, email, phone, fields, key,
            fingerprint)
      ), won AS (
        INSERT INTO idempotency_key AS k
          (campaign_id, key, fingerprint, lead_id, received_at, expires_at)
        SELECT campaign_id, key, fingerprint, id, received_at,
          now() + $11::int * interval '1 second'
        FROM item ORDER BY campaign_id, key COLLATE "C"
        ON CONFLICT (campaign_id, key) DO UPDATE
          SET fingerprint = excluded.fingerprint, lead_id = excluded.lead_id,
            received_at = excluded.received_at, expires_at = excluded.expires_at
          WHERE k.expires_at <= now()
        RETURNING lead_id
      )
      INSERT INTO lead (id, campaign_id, credential_id, received_at, remote, email, phone, fields)
      SELECT id, campaign_id, credential_id, received_at, remote::inet, email, phone, fields::jsonb
      FROM item JOIN won ON won.lead_id = item.id
      RETURNING id
      """;

  private final Vertx vertx = Vertx.vertx();
  private final PostgresServer server = PostgresServer.startTemporary();
  private final SplittableRandom random = new SplittableRandom();
  private int made;

  /** The kinds of leads of a batch. */
  private enum Kind {
    PLAIN,
    KEYED,
    WINDOW
  }

  private interface Write {
    Future<?> write(SqlConnection connection, List<Lead> leads);
  }

  /** A statement that is measured. */
  private record Variant(String name, SqlConnection connection, int pid, Kind kind, Write write) {}

  public static void main(String[] arguments) throws Exception {
    try (WritePathCost cost = new WritePathCost()) {
      cost.run(number("ROUNDS", 14), number("BATCHES", 10), number("ROWS", 512));
    }
  }

  private static int number(String variable, int byDefault) {
    String given = System.getenv().getOrDefault(variable, "");
    return given.isEmpty() ? byDefault : Integer.parseInt(given);
  }

  private void run(int rounds, int batches, int rows) throws Exception {
    prepareServer();
    List<Variant> variants =
        List.of(
            variant("former plain", "former", Kind.PLAIN, plain(FORMER_PLAIN)),
            variant("plain without pos", "without_pos", Kind.PLAIN, plain(WITHOUT_POS)),
            variant("plain", "public", Kind.PLAIN, table(new LeadTable())),
            variant("plain, by the function", "public", Kind.PLAIN, table(new KeyedLeadTable())),
            variant("former keyed", "former", Kind.KEYED, WritePathCost::formerKeyed),
            variant("keyed", "public", Kind.KEYED, table(new KeyedLeadTable())),
            variant("window", "public", Kind.WINDOW, table(new KeyedLeadTable())));
    Map<String, List<Double>> micros = measure(variants, rounds, batches, rows);
    print(micros, rounds, batches, rows);
    List<Boolean> reached =
        List.of(
            verdict("plain", "former plain", 0.90, micros),
            verdict("keyed", "former keyed", 0.85, micros),
            verdict("window", "former keyed", 0.85, micros),
            verdict("plain", "plain without pos", 1.30, micros),
            loneLeads(variants));
    System.out.println(reached.contains(false) ? "FAIL" : "PASS all");
  }

  private Map<String, List<Double>> measure(
      List<Variant> variants, int rounds, int batches, int rows) throws IOException {
    Map<String, List<Double>> micros = new HashMap<>();
    for (int round = 0; round <= rounds; round++) {
      for (Variant variant : variants) {
        List<List<Lead>> work =
            IntStream.range(0, batches).mapToObj(i -> leads(variant.kind(), rows)).toList();
        long before = cpuNanos(variant.pid());
        for (List<Lead> batch : work) {
          await(variant.write().write(variant.connection(), batch));
        }
        double each = (cpuNanos(variant.pid()) - before) / 1e3 / batches / rows;
        if (round > 0) { // The first round makes the plans.
          micros.computeIfAbsent(variant.name(), name -> new ArrayList<>()).add(each);
        }
      }
    }
    return micros;
  }

  private static long cpuNanos(int pid) throws IOException {
    String times = Files.readString(Path.of("/proc", Integer.toString(pid), "schedstat"));
    return Long.parseLong(times.substring(0, times.indexOf(' ')));
  }

  private static void print(Map<String, List<Double>> micros, int rounds, int batches, int rows) {
    System.out.printf(
        Locale.ROOT,
        "CPU of the backend in us a lead: median (quartiles) of %d rounds of %d batches of %d%n",
        rounds,
        batches,
        rows);
    micros.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry ->
                System.out.printf(
                    Locale.ROOT,
                    "  %-24s %6.1f (%.1f to %.1f)%n",
                    entry.getKey(),
                    quantile(entry.getValue(), 0.5),
                    quantile(entry.getValue(), 0.25),
                    quantile(entry.getValue(), 0.75)));
  }

  private static boolean verdict(
      String name, String base, double ratioMax, Map<String, List<Double>> micros) {
    double ratio =
        quantile(micros.getOrDefault(name, List.of()), 0.5)
            / quantile(micros.getOrDefault(base, List.of()), 0.5);
    boolean reached = ratio <= ratioMax;
    System.out.printf(
        Locale.ROOT,
        "  %s %s is %.2f of %s, at most %.2f%n",
        reached ? "PASS" : "FAIL",
        name,
        ratio,
        base,
        ratioMax);
    return reached;
  }

  /** Measures the time to the acknowledgement of a lead that comes alone. */
  private boolean loneLeads(List<Variant> variants) {
    Map<String, List<Double>> millis = new HashMap<>();
    List<Variant> shuffled = new ArrayList<>(variants);
    for (int i = 0; i < LONE_LEADS; i++) {
      Collections.shuffle(shuffled); // The commit before leaves more or less to write.
      for (Variant variant : shuffled) {
        List<Lead> lone = leads(variant.kind(), 1);
        long began = System.nanoTime();
        await(variant.write().write(variant.connection(), lone));
        double took = (System.nanoTime() - began) / 1e6;
        millis.computeIfAbsent(variant.name(), name -> new ArrayList<>()).add(took);
      }
    }
    System.out.println(
        "Time to the acknowledgement of a lone lead, in ms: median of " + LONE_LEADS);
    double plain = later("plain", "former plain", millis);
    double keyed = later("keyed", "former keyed", millis);
    boolean reached = plain <= 0.05 && keyed <= 0.3;
    System.out.printf("  %s a lone lead%n", reached ? "PASS" : "FAIL");
    return reached;
  }

  private static double later(String name, String base, Map<String, List<Double>> millis) {
    double now = quantile(millis.getOrDefault(name, List.of()), 0.5);
    double before = quantile(millis.getOrDefault(base, List.of()), 0.5);
    System.out.printf(
        Locale.ROOT, "  %-8s %.3f, %s %.3f: %+.3f%n", name, now, base, before, now - before);
    return now - before;
  }

  private static double quantile(List<Double> values, double share) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get((int) (share * (sorted.size() - 1)));
  }

  private Variant variant(String name, String schema, Kind kind, Write write) {
    PgConnectOptions options =
        PgConnectOptions.fromUri(server.uri("postgres"))
            .setCachePreparedStatements(true)
            .addProperty("search_path", schema)
            .addProperty("synchronous_commit", "on")
            .addProperty("TimeZone", "UTC");
    PgConnection connection = await(PgConnection.connect(vertx, options));
    return new Variant(name, connection, connection.processId(), kind, write);
  }

  private static Write table(BatchTable<Lead, ?> table) {
    return (connection, leads) -> table.write(connection, leads, false);
  }

  private static Write plain(String sql) {
    return (connection, leads) -> connection.preparedQuery(sql).execute(formerColumns(leads));
  }

  private static Tuple formerColumns(List<Lead> leads) {
    LeadColumns columns = LeadColumns.of(leads);
    return Tuple.of(
        columns.ids(),
        columns.campaignIds(),
        columns.credentialIds(),
        columns.receivedAts(),
        columns.remotes(),
        columns.emails(),
        columns.phones(),
        columns.fields());
  }

  private static Future<?> formerKeyed(SqlConnection connection, List<Lead> leads) {
    Tuple tuple = formerColumns(leads);
    tuple.addArrayOfString(
        leads.stream()
            .map(lead -> lead.idempotencyKey().orElseThrow().hash().toString())
            .toArray(String[]::new));
    tuple.addArrayOfBuffer(
        leads.stream()
            .map(lead -> lead.idempotencyKey().orElseThrow().fingerprint().orElseThrow())
            .map(fingerprint -> Buffer.buffer(fingerprint.bytes()))
            .toArray(Buffer[]::new));
    tuple.addValue(86_400);
    return connection.preparedQuery(FORMER_KEYED).execute(tuple);
  }

  private List<Lead> leads(Kind kind, int count) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return IntStream.range(0, count).mapToObj(i -> lead(kind, now)).toList();
  }

  private Lead lead(Kind kind, Instant now) {
    made++;
    String email = "jane.miller.%d@example.com".formatted(made);
    String phone = "+1480555%04d".formatted(made % 10_000);
    int campaign = (int) (made * 7_919L % CAMPAIGNS);
    return new Lead(
        LeadId.of(now.toEpochMilli(), random.nextLong(), random.nextLong()),
        campaign,
        Optional.of(CREDENTIAL),
        now,
        "203.0.113.77",
        new Contact(Optional.of(email), Optional.of(phone)),
        fields(email, phone),
        key(kind, campaign));
  }

  private static String fields(String email, String phone) {
    return """
      {"first_name":"Jane","last_name":"Miller","email":"%s","phone":"%s",\
      "address":"1600 Example Ave","city":"Phoenix","state":"AZ","zip":"85004","country":"US",\
      "source_url":"https://quotes.example.com/auto?utm_source=g&utm_campaign=fall",\
      "ip":"203.0.113.77","user_agent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36",\
      "consent":true,"trusted_form_cert_url":\
      "https://cert.trustedform.com/2605ec3a321e1b3a41addf0bba1213505ef57985",\
      "dob":"1984-02-11","vehicle_year":2019}"""
        .formatted(email, phone);
  }

  private Optional<IdempotencyKey> key(Kind kind, int campaign) {
    String name = Integer.toString(made);
    Fingerprint fingerprint = new Fingerprint(Sha256.of(name));
    return switch (kind) {
      case PLAIN -> Optional.empty();
      case KEYED ->
          Optional.of(IdempotencyKey.of(true, campaign, name, fingerprint, Duration.ofDays(1)));
      case WINDOW ->
          Optional.of(IdempotencyKey.ofWindow(campaign, name, fingerprint, Duration.ofSeconds(30)));
    };
  }

  private void prepareServer() throws Exception {
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
    for (String schema : List.of("former", "without_pos", "public")) {
      fill(schema);
    }
    execute("VACUUM ANALYZE");
    execute("CHECKPOINT");
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
                  Partitions.firstIdAt(from),
                  Partitions.firstIdAt(from.plus(Duration.ofDays(1)))));
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
                  CREDENTIAL,
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
    try (InputStream file = WritePathCost.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IOException("there is no " + name);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    await(vertx.close());
    server.close();
  }
}
