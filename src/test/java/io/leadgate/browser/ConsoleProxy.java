package io.leadgate.browser;

import io.leadgate.support.RunningGateway;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A proxy in front of the management listeners of several nodes, which sends each request to the
 * next node, and may end TLS. Thread-safe.
 */
final class ConsoleProxy implements AutoCloseable {

  private static final String KEY_PASSWORD = "a key for a minute";

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = vertx.createHttpClient();
  private final List<Integer> nodes = new CopyOnWriteArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final HttpServer server;

  private ConsoleProxy(HttpServerOptions options) {
    server = vertx.createHttpServer(options.setHost("127.0.0.1").setPort(0));
    server.requestHandler(this::pass);
    server.listen().toCompletionStage().toCompletableFuture().join();
  }

  static ConsoleProxy plain() {
    return new ConsoleProxy(new HttpServerOptions());
  }

  /** A proxy that ends TLS with a certificate of its own for the host. */
  static ConsoleProxy withTls(String host, Path directory) {
    Path keys = directory.resolve("keys.p12");
    try {
      Process keytool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-alias",
                  "console",
                  "-keyalg",
                  "EC",
                  "-validity",
                  "2",
                  "-dname",
                  "CN=" + host,
                  "-ext",
                  "san=dns:" + host,
                  "-storetype",
                  "PKCS12",
                  "-storepass",
                  KEY_PASSWORD,
                  "-keystore",
                  keys.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!keytool.waitFor(1, TimeUnit.MINUTES) || !Files.exists(keys)) {
        throw new IllegalStateException("keytool made no keys");
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return new ConsoleProxy(
        new HttpServerOptions()
            .setSsl(true)
            .setKeyCertOptions(
                new PfxOptions().setPath(keys.toString()).setPassword(KEY_PASSWORD)));
  }

  int port() {
    return server.actualPort();
  }

  /** Adds a node, which gets each request of its turn. */
  void add(RunningGateway node) {
    nodes.add(node.management().port());
  }

  /** The number of requests that were passed on so far. */
  int requests() {
    return requests.get();
  }

  private void pass(HttpServerRequest request) {
    request
        .body()
        .compose(body -> ask(request, body))
        .onFailure(away -> request.response().setStatusCode(502).end());
  }

  private io.vertx.core.Future<Void> ask(HttpServerRequest request, Buffer body) {
    int node = nodes.get(requests.getAndIncrement() % nodes.size());
    return client
        .request(
            new RequestOptions()
                .setMethod(request.method())
                .setHost("127.0.0.1")
                .setPort(node)
                .setURI(request.uri()))
        .compose(
            passed -> {
              passed.headers().addAll(request.headers());
              passed
                  .headers()
                  .remove("Content-Length")
                  .remove("Transfer-Encoding")
                  .remove("Connection");
              passed.authority(request.authority());
              return passed.send(body);
            })
        .compose(
            answer ->
                answer
                    .body()
                    .compose(
                        bytes -> {
                          request.response().setStatusCode(answer.statusCode());
                          answer.headers().remove("Content-Length").remove("Transfer-Encoding");
                          request.response().headers().addAll(answer.headers());
                          return request.response().end(bytes);
                        }));
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
