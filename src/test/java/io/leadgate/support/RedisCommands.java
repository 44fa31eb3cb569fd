package io.leadgate.support;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.util.concurrent.TimeUnit;

/** Sends commands to a Redis, and waits at most 10 s for each answer. */
public final class RedisCommands implements AutoCloseable {

  private static final int ANSWER_SECONDS_MAX = 10;

  private final Vertx vertx = Vertx.vertx();
  private final Redis client;

  public RedisCommands(String uri) {
    this.client = Redis.createClient(vertx, uri);
  }

  /** The answer as text; empty where Redis answers nil. */
  public String ask(String command, String... arguments) throws Exception {
    Request request = Request.cmd(Command.create(command));
    for (String argument : arguments) {
      request.arg(argument);
    }
    return client
        .send(request)
        .map(answer -> answer == null ? "" : answer.toString())
        .toCompletionStage()
        .toCompletableFuture()
        .get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    client.close();
    vertx.close();
  }
}
