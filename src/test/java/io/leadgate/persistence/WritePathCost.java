package io.leadgate.persistence;

import static io.leadgate.persistence.RunningPersistence.await;

import io.leadgate.domain.Lead;
import io.leadgate.persistence.CostLeads.Kind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Measures the CPU time of Postgres for a lead, by statement, beside the statements of the former
 * write path in the same run: {@code load-tests/write-path-cost.sh}. The time is that of the
 * backend's process, so the client and the disk do not count. All variants take turns, and each
 * figure is the median of the rounds.
 */
public final class WritePathCost implements AutoCloseable {

  private static final int LONE_LEADS = 1_000;

  private final Vertx vertx = Vertx.vertx();
  private final WritePathServer server = new WritePathServer();
  private final CostLeads leads = new CostLeads();

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
    server.prepare();
    List<Variant> variants =
        List.of(
            variant("former plain", "former", Kind.PLAIN, plain(FormerWrites.PLAIN)),
            variant(
                "plain without pos", "without_pos", Kind.PLAIN, plain(FormerWrites.WITHOUT_POS)),
            variant("plain", "public", Kind.PLAIN, table(new LeadTable())),
            variant("plain, by the function", "public", Kind.PLAIN, WritePathCost::byFunction),
            variant("former keyed", "former", Kind.KEYED, FormerWrites::keyed),
            variant("keyed", "public", Kind.KEYED, table(new LeadTable())),
            variant("window", "public", Kind.WINDOW, table(new LeadTable())),
            variant("one set", "public", Kind.ONE_SET, table(new LeadTable())),
            variant("two sets", "public", Kind.TWO_SETS, table(new LeadTable())),
            variant("a quarter refused", "public", Kind.QUARTER_REFUSED, table(new LeadTable())));
    Map<String, List<Double>> micros = measure(variants, rounds, batches, rows);
    print(micros, rounds, batches, rows);
    List<Boolean> reached =
        List.of(
            verdict("plain", "former plain", 0.90, micros),
            verdict("keyed", "former keyed", 0.85, micros),
            verdict("window", "former keyed", 0.85, micros),
            verdict("plain", "plain without pos", 1.30, micros),
            verdict("one set", "plain", 2.1, micros),
            verdict("one set", "keyed", 1.1, micros),
            verdict("two sets", "plain", 2.9, micros),
            verdict("a quarter refused", "plain", 2.7, micros),
            loneLeads(variants));
    System.out.println(reached.contains(false) ? "FAIL" : "PASS all");
  }

  private Map<String, List<Double>> measure(
      List<Variant> variants, int rounds, int batches, int rows) throws IOException {
    Map<String, List<Double>> micros = new HashMap<>();
    for (int round = 0; round <= rounds; round++) {
      for (Variant variant : variants) {
        List<List<Lead>> work =
            IntStream.range(0, batches).mapToObj(i -> leads.some(variant.kind(), rows)).toList();
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
        List<Lead> lone = leads.some(variant.kind(), 1);
        long began = System.nanoTime();
        await(variant.write().write(variant.connection(), lone));
        double took = (System.nanoTime() - began) / 1e6;
        millis.computeIfAbsent(variant.name(), name -> new ArrayList<>()).add(took);
      }
    }
    System.out.println(
        "Time to the acknowledgement of a lone lead, in ms: median of " + LONE_LEADS);
    for (Variant variant : variants) {
      System.out.printf(
          Locale.ROOT,
          "  %-24s %.3f%n",
          variant.name(),
          quantile(millis.getOrDefault(variant.name(), List.of()), 0.5));
    }
    double plain = later("plain", "former plain", millis);
    double keyed = later("keyed", "former keyed", millis);
    boolean reached = plain <= 0.05 && keyed <= 0.3;
    System.out.printf("  %s a lone lead%n", reached ? "PASS" : "FAIL");
    return reached;
  }

  private static double later(String name, String base, Map<String, List<Double>> millis) {
    double now = quantile(millis.getOrDefault(name, List.of()), 0.5);
    double before = quantile(millis.getOrDefault(base, List.of()), 0.5);
    System.out.printf(Locale.ROOT, "  %s is %+.3f of %s%n", name, now - before, base);
    return now - before;
  }

  private static double quantile(List<Double> values, double share) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get((int) (share * (sorted.size() - 1)));
  }

  private Variant variant(String name, String schema, Kind kind, Write write) {
    PgConnectOptions options =
        PgConnectOptions.fromUri(server.uri())
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

  private static Future<?> byFunction(SqlConnection connection, List<Lead> leads) {
    return StoreLeads.call(connection, leads, false);
  }

  private static Write plain(String sql) {
    return (connection, leads) -> FormerWrites.plain(connection, sql, leads);
  }

  @Override
  public void close() {
    await(vertx.close());
    server.close();
  }
}
