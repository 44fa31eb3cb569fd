package io.leadgate.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.leadgate.domain.Sha256;
import io.leadgate.web.request.UrlEncoded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * An identity provider with a single user: OpenID Connect with discovery, the code flow with PKCE,
 * and keys that can be changed. Counts what it is asked for. Thread-safe.
 */
public final class TestIssuer implements AutoCloseable {

  static final String CLIENT_ID = "leadgate-console";
  static final long LIFE_SECONDS = 15;
  static final String CLIENT_SECRET = "the client secret of the console";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
  private final AtomicInteger redemptions = new AtomicInteger();
  private final AtomicInteger redemptionsMost = new AtomicInteger();
  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
  private volatile KeyPair keys = newKeys();
  private volatile String keyId = UUID.randomUUID().toString();
  private volatile UnaryOperator<ObjectNode> claims = token -> token;
  private volatile UnaryOperator<String> forge = token -> token;
  private volatile Duration shift = Duration.ZERO;
  private volatile int tokenStatus = 200;
  private volatile CountDownLatch redemptionsGate = new CountDownLatch(0);

  public TestIssuer() throws IOException {
    this(0);
  }

  /** An issuer at the address of one that was closed. */
  TestIssuer(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    serve("/.well-known/openid-configuration", this::discover);
    serve("/keys", this::keys);
    serve("/authorize", this::authorize);
    serve("/token", this::token);
    server.start();
  }

  private void serve(String path, HttpHandler handler) {
    AtomicInteger count = new AtomicInteger();
    requests.put(path, count);
    server.createContext(
        path,
        exchange -> {
          count.incrementAndGet();
          handler.handle(exchange);
        });
  }

  int port() {
    return server.getAddress().getPort();
  }

  int discoveries() {
    return count("/.well-known/openid-configuration");
  }

  int keyReads() {
    return count("/keys");
  }

  int redemptions() {
    return count("/token");
  }

  /** The requests of the gateway, without those of browsers. */
  int requests() {
    return discoveries() + keyReads() + redemptions();
  }

  private int count(String path) {
    return Objects.requireNonNull(requests.get(path)).get();
  }

  /** The most codes that were redeemed at once so far. */
  int redemptionsAtOnceMost() {
    return redemptionsMost.get();
  }

  /** Lets redemptions wait until {@link #openRedemptions}. */
  void holdRedemptions() {
    redemptionsGate = new CountDownLatch(1);
  }

  void openRedemptions() {
    redemptionsGate.countDown();
  }

  /** Shifts the times of the next tokens, as an issuer with another clock does. */
  void shiftClock(Duration by) {
    shift = by;
  }

  /** Answers the next redemptions with an error without a body. */
  void failRedemptions(int status) {
    tokenStatus = status;
  }

  /** Gives all tokens right claims and a right signature again. */
  void reset() {
    claims = token -> token;
    forge = token -> token;
    shift = Duration.ZERO;
    tokenStatus = 200;
    openRedemptions();
  }

  RSAPublicKey publicKey() {
    return (RSAPublicKey) keys.getPublic();
  }

  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The settings of a gateway that signs in by this issuer. */
  public Map<String, String> settings() {
    return Map.of(
        "LEADGATE_OIDC_ISSUER", address(),
        "LEADGATE_OIDC_CLIENT_ID", CLIENT_ID,
        "LEADGATE_OIDC_CLIENT_SECRET", CLIENT_SECRET);
  }

  /** Gives the user of the next sign-ins other claims. */
  void answerWith(UnaryOperator<ObjectNode> changed) {
    claims = changed;
  }

  /** Changes the next tokens behind their signature. */
  void forge(UnaryOperator<String> changed) {
    forge = changed;
  }

  /** Takes other keys; the keys before are good no more. */
  void changeKeys() {
    keys = newKeys();
    keyId = UUID.randomUUID().toString();
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2_048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void discover(HttpExchange exchange) throws IOException {
    send(
        exchange,
        JSON.createObjectNode()
            .put("issuer", address())
            .put("authorization_endpoint", address() + "/authorize")
            .put("token_endpoint", address() + "/token")
            .put("jwks_uri", address() + "/keys"));
  }

  private void keys(HttpExchange exchange) throws IOException {
    RSAPublicKey key = publicKey();
    ObjectNode set = JSON.createObjectNode();
    set.putArray("keys")
        .addObject()
        .put("kty", "RSA")
        .put("use", "sig")
        .put("alg", "RS256")
        .put("kid", keyId)
        .put("n", base64(unsigned(key.getModulus())))
        .put("e", base64(unsigned(key.getPublicExponent())));
    send(exchange, set);
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  /** Signs the user in at once, and sends the browser back with a code. */
  private void authorize(HttpExchange exchange) throws IOException {
    Map<String, String> asked = parameters(exchange.getRequestURI().getRawQuery());
    String code = UUID.randomUUID().toString();
    codes.put(code, asked);
    exchange
        .getResponseHeaders()
        .set(
            "Location",
            asked.get("redirect_uri") + "?code=" + code + "&state=" + asked.get("state"));
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private void token(HttpExchange exchange) throws IOException {
    redemptionsMost.accumulateAndGet(redemptions.incrementAndGet(), Math::max);
    try {
      redemptionsGate.await();
      answerCode(exchange);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      redemptions.decrementAndGet();
    }
  }

  private void answerCode(HttpExchange exchange) throws IOException {
    if (tokenStatus != 200) {
      exchange.sendResponseHeaders(tokenStatus, -1);
      exchange.close();
      return;
    }
    Map<String, String> given =
        parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    Map<String, String> asked = codes.remove(given.getOrDefault("code", ""));
    String basic =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((CLIENT_ID + ":" + CLIENT_SECRET).getBytes(StandardCharsets.UTF_8));
    boolean isClient =
        basic.equals(exchange.getRequestHeaders().getFirst("Authorization"))
            || CLIENT_SECRET.equals(given.get("client_secret"));
    boolean isProved =
        asked != null
            && "S256".equals(asked.get("code_challenge_method"))
            && base64(Sha256.of(given.getOrDefault("code_verifier", "")))
                .equals(asked.get("code_challenge"))
            && Objects.equals(asked.get("redirect_uri"), given.get("redirect_uri"));
    if (asked == null || !isClient || !isProved) {
      send(exchange, 400, JSON.createObjectNode().put("error", "invalid_grant"));
      return;
    }
    long now = Instant.now().plus(shift).getEpochSecond();
    ObjectNode token =
        JSON.createObjectNode()
            .put("iss", address())
            .put("aud", CLIENT_ID)
            .put("sub", "4711")
            .put("preferred_username", "ada")
            .put("nonce", asked.get("nonce"))
            .put("iat", now)
            .put("nbf", now)
            .put("exp", now + LIFE_SECONDS);
    token.putArray("roles").add("staff").add("operator");
    ObjectNode access = token.deepCopy().retain("iss", "sub", "iat", "nbf", "exp");
    send(
        exchange,
        JSON.createObjectNode()
            .put("access_token", signed(access))
            .put("token_type", "Bearer")
            .put("expires_in", LIFE_SECONDS)
            .put("id_token", forge.apply(signed(claims.apply(token)))));
  }

  private String signed(ObjectNode token) {
    String head = JSON.createObjectNode().put("alg", "RS256").put("kid", keyId).toString();
    String text =
        base64(head.getBytes(StandardCharsets.UTF_8))
            + "."
            + base64(token.toString().getBytes(StandardCharsets.UTF_8));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(keys.getPrivate());
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return text + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> parameters(String form) {
    return UrlEncoded.pairsOfQuery(form).orElseThrow().stream()
        .collect(Collectors.toMap(UrlEncoded.Pair::name, UrlEncoded.Pair::value));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static void send(HttpExchange exchange, ObjectNode body) {
    send(exchange, 200, body);
  }

  private static void send(HttpExchange exchange, int status, ObjectNode body) {
    try {
      byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    openRedemptions();
    server.stop(0);
    threads.close();
  }
}
