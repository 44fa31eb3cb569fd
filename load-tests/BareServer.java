import io.leadgate.config.Settings;
import io.leadgate.config.SettingsLoader;
import io.leadgate.web.ServerOptions;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Answers leads with Vert.x alone: with the gateway's server options it parses the body and sends
 * an answer of the same shape, without a token, checks or Postgres. The gateway's cost is the
 * difference.
 *
 * <p>{@code java -cp target/leadgate.jar load-tests/BareServer.java <port>}
 */
public final class BareServer extends VerticleBase {
  private final int port;

  private BareServer(int port) {
    this.port = port;
  }

  public static void main(String[] args) {
    int port = Integer.parseInt(args[0]);
    int eventLoops = Runtime.getRuntime().availableProcessors();
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(eventLoops));
    vertx
        .deployVerticle(
            () -> new BareServer(port), new DeploymentOptions().setInstances(eventLoops))
        .onSuccess(
            id -> System.out.println("native transport: " + vertx.isNativeTransportEnabled()))
        .onFailure(
            cause -> {
              cause.printStackTrace();
              System.exit(1);
            });
  }

  /** The gateway's server options, with its default limits. */
  private HttpServerOptions serverOptions() {
    Settings settings =
        SettingsLoader.load(
            Map.of(
                "LEADGATE_HTTP_HOST", "127.0.0.1",
                "LEADGATE_HTTP_PORT", Integer.toString(port),
                "LEADGATE_POSTGRES_URI", "postgresql://none/none",
                "LEADGATE_REDIS_URI", "redis://none",
                "LEADGATE_TOKEN_SIGNING_KEYS", "a text that is long enough for a signing key"));
    return ServerOptions.publicListener(settings);
  }

  @Override
  public Future<?> start() {
    return vertx
        .createHttpServer(serverOptions())
        .requestHandler(
            request ->
                request
                    .body()
                    .map(Buffer::toJsonObject)
                    .onSuccess(fields -> answer(request, fields))
                    .onFailure(cause -> request.response().setStatusCode(400).end()))
        .listen();
  }

  private static void answer(HttpServerRequest request, JsonObject fields) {
    if (fields.isEmpty()) {
      request.response().setStatusCode(422).end();
      return;
    }
    String id = leadId().toString();
    request
        .response()
        .setStatusCode(201)
        .putHeader("Content-Type", "application/json")
        .putHeader("Location", "/v1/leads/" + id)
        .end(
            new JsonObject()
                .put("id", id)
                .put("campaign_id", 1)
                .put("received_at", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString())
                .put("status", "accepted")
                .toBuffer());
  }

  /** A UUIDv7, like the ids of the gateway's leads. */
  private static UUID leadId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = System.currentTimeMillis() << 16 | 0x7000 | random.nextInt(1 << 12);
    return new UUID(high, random.nextLong() >>> 2 | 1L << 63);
  }
}
