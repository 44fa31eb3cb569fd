package io.leadgate.faults;

import static io.leadgate.support.Fixtures.LEAD;

import io.leadgate.support.AccountClient;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.OwnPostgres;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import io.leadgate.support.process.TcpProxy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/**
 * A gateway whose Postgres falls silent: open connections stay open, new connections are accepted
 * and no login is answered. Later another server takes over: new connections work, and the old
 * connections stay silent for good.
 */
final class SilentServer implements AutoCloseable {

  /** How long the return of each part may take; far more than promised. */
  private static final Duration RETURN_MAX = Duration.ofMinutes(1);

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final OwnPostgres postgres = new OwnPostgres();
  private final TcpProxy proxy = TcpProxy.before(postgres.server().port());
  private final RunningGateway gateway =
      RunningGateway.join(
          postgres.database(),
          Map.of(
              "LEADGATE_POSTGRES_URI",
              postgres
                  .database()
                  .uri()
                  .replace(":" + postgres.server().port() + "/", ":" + proxy.port() + "/")));
  private final Fixtures fixtures = gateway.fixtures();
  private final Campaign campaign = fixtures.campaign();
  private final Credential credential = fixtures.credential("lead_receiver");
  private final Http vendor = gateway.api().bearer(fixtures.token(credential));
  private final Http client = gateway.api().bearer(fixtures.token("data_api", "account_api"));
  private final Http admin = gateway.management().admin();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** The parts that have to come back, in the order in which they are asked. */
  private final Map<String, BooleanSupplier> parts = new LinkedHashMap<>();

  SilentServer() {
    parts.put("leads", () -> vendor.post(campaign.leads(), LEAD).status() == 201);
    parts.put(
        "keyed leads",
        () ->
            vendor
                    .with("Idempotency-Key", "before-the-silence")
                    .post(campaign.leads(), LEAD)
                    .status()
                < 300);
    parts.put("Data API", () -> client.get("/v1/leads").status() == 200);
    parts.put(
        "Account API",
        () ->
            client
                    .patch(AccountClient.CAMPAIGNS + "/" + campaign.id(), "{\"name\":\"changed\"}")
                    .status()
                == 200);
    parts.put("admins", () -> admin.get("/admin/quarantine").status() == 200);
    parts.put(
        "revocation",
        () ->
            admin
                    .patch("/admin/credentials/" + credential.clientId(), "{\"enabled\":true}")
                    .status()
                == 200);
    parts.forEach((name, part) -> Await.until(name, RETURN_MAX, part));
  }

  /**
   * How the gateway got over the silence.
   *
   * @param openBefore the sockets before the silence
   * @param openMost the most sockets during the silence
   * @param openAfter the sockets when all parts are back
   * @param back the time from the return of the server to the return of each part
   */
  record Return(int openBefore, int openMost, int openAfter, Map<String, Duration> back) {}

  /** Lets the server be silent for that time, while all parts are asked for. */
  Return afterSilence(Duration silence) {
    int before = proxy.open();
    int[] most = {before};
    proxy.swallow();
    Map<String, CompletableFuture<Void>> asking = new LinkedHashMap<>();
    long began = System.nanoTime();
    BooleanSupplier isOver = () -> System.nanoTime() - began > silence.toNanos();
    parts.forEach(
        (name, part) ->
            asking.put(
                name,
                CompletableFuture.runAsync(
                    () -> {
                      while (!isOver.getAsBoolean()) {
                        var unused = part.getAsBoolean();
                        Await.holds(PAUSE, isOver);
                      }
                    },
                    threads)));
    Await.holds(
        silence.plusSeconds(1),
        PAUSE,
        () -> {
          most[0] = Math.max(most[0], proxy.open());
          return isOver.getAsBoolean();
        });
    proxy.forwardNew();
    long returned = System.nanoTime();
    Map<String, CompletableFuture<Duration>> times = new LinkedHashMap<>();
    parts.forEach(
        (name, part) ->
            times.put(name, CompletableFuture.supplyAsync(() -> timeTo(part, returned), threads)));
    Map<String, Duration> back = new LinkedHashMap<>();
    times.forEach((name, time) -> back.put(name, time.join()));
    asking.values().forEach(CompletableFuture::join);
    return new Return(before, most[0], proxy.open(), back);
  }

  /** The sockets to Postgres. */
  int open() {
    return proxy.open();
  }

  private static Duration timeTo(BooleanSupplier part, long began) {
    Await.until("back", RETURN_MAX, part);
    return Duration.ofNanos(System.nanoTime() - began);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    gateway.close();
    proxy.close();
    postgres.close();
  }
}
