package io.leadgate.support;

import io.leadgate.Gateway;
import io.leadgate.budget.Share;
import io.leadgate.config.SettingsLoader;
import io.leadgate.signin.GuardedCall;
import io.leadgate.support.http.Contract;
import io.leadgate.support.http.Http;
import io.leadgate.support.log.UsedValues;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Runs a gateway in this JVM on free ports, with a real Postgres and a real Redis. */
public final class RunningGateway implements AutoCloseable {

  public static final String ADMIN = "admin";
  public static final String ADMIN_PASSWORD = "correct horse battery staple";
  public static final String SIGNING_KEY = "a-key-for-tests-of-more-than-32-bytes";

  static {
    // As in LogSetup, but without its handler of uncaught exceptions, which tests must see.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  private final TestDatabase database;
  private final Gateway gateway;
  private final boolean ownsDatabase;

  private RunningGateway(
      TestDatabase database,
      boolean ownsDatabase,
      Map<String, String> settings,
      InstantSource clock) {
    this.database = database;
    this.ownsDatabase = ownsDatabase;
    Map<String, String> environment = environment(database, settings);
    UsedValues.collectFromEnvironment(environment);
    this.gateway = new Gateway(SettingsLoader.load(environment), clock);
  }

  /** Starts a gateway on an empty database, which is removed when the gateway is closed. */
  public static RunningGateway start(Map<String, String> settings) {
    return start(SharedServers.newDatabase(), true, settings, InstantSource.system());
  }

  /** Starts a further node on an existing database, which stays when the node is closed. */
  public static RunningGateway join(TestDatabase database, Map<String, String> settings) {
    return start(database, false, settings, InstantSource.system());
  }

  /** Starts a gateway by a clock of the test. */
  public static RunningGateway startBy(InstantSource clock, Map<String, String> settings) {
    return start(SharedServers.newDatabase(), true, settings, clock);
  }

  private static RunningGateway start(
      TestDatabase database,
      boolean ownsDatabase,
      Map<String, String> settings,
      InstantSource clock) {
    RunningGateway running = new RunningGateway(database, ownsDatabase, settings, clock);
    try {
      running.gateway.start().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
      return running;
    } catch (Exception e) {
      throw new IllegalStateException("the gateway did not start", e);
    }
  }

  /** The settings that a gateway requires, with free ports; a given setting wins. */
  public static Map<String, String> environment(
      TestDatabase database, Map<String, String> settings) {
    Map<String, String> environment = new HashMap<>();
    environment.put("LEADGATE_POSTGRES_URI", database.uri());
    environment.put("LEADGATE_REDIS_URI", SharedServers.redis().uri());
    environment.put("LEADGATE_REDIS_KEY_PREFIX", SharedServers.redis().keyPrefix());
    environment.put("LEADGATE_TOKEN_SIGNING_KEYS", SIGNING_KEY);
    environment.put("LEADGATE_ADMIN_USERNAME", ADMIN);
    environment.put("LEADGATE_ADMIN_PASSWORD", ADMIN_PASSWORD);
    environment.put("LEADGATE_HTTP_HOST", "127.0.0.1");
    environment.put("LEADGATE_HTTP_PORT", "0");
    environment.put("LEADGATE_MANAGEMENT_PORT", "0");
    // Because specs send more bad tokens in a second than the default lets strangers send.
    environment.put("LEADGATE_QUARANTINE_STRANGERS_PER_SECOND", "100000");
    // Because most tests of the shared gateway make a lead type of their own.
    environment.put("LEADGATE_LIMITS_LEAD_TYPES", "10000");
    environment.putAll(settings);
    return environment;
  }

  public TestDatabase database() {
    return database;
  }

  public Http api() {
    return Http.at("http://127.0.0.1:" + gateway.httpPort(), Contract.PUBLIC);
  }

  public Http management() {
    return Http.at("http://127.0.0.1:" + gateway.managementPort(), Contract.MANAGEMENT);
  }

  /** The calls of admins, and the right that each call needs. */
  public List<GuardedCall> adminCalls() {
    return gateway.adminCalls();
  }

  /** The bytes that are drawn now from a share of the memory budget. */
  public double drawn(String share) {
    return Scrape.value(management(), "leadgate_budget_bytes{share=\"" + share + "\"}");
  }

  /** Waits until this gateway has found Redis; until then it works without Redis. */
  public void awaitRedis() {
    Await.until(
        "Redis is found",
        Duration.ofSeconds(30),
        () -> Scrape.value(management(), "leadgate_dependency_up{dependency=\"redis\"}") == 1);
  }

  /** Whether nothing is drawn from the memory budget but the bytes of the scrape that asks. */
  public boolean hasNothingDrawn() {
    return Arrays.stream(Share.values())
        .allMatch(share -> drawn(share.code()) < (share == Share.ADMINS ? 8_192 : 1));
  }

  /** Makes campaigns, credentials and tokens on this gateway. */
  public Fixtures fixtures() {
    return new Fixtures(database, api(), management());
  }

  @Override
  public void close() {
    try {
      gateway.stop().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("the gateway did not stop", e);
    } finally {
      if (ownsDatabase) {
        database.close();
      }
    }
  }
}
