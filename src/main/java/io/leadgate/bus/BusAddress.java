package io.leadgate.bus;

import io.leadgate.halt.OutOfMemory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.function.Function;

/**
 * One place on the event bus: what is asked there, what is answered, and by when. The bus is
 * best-effort, so everything is a request, and only its reply counts.
 *
 * @param <Q> what is sent, immutable
 * @param <A> what is answered, immutable
 */
public final class BusAddress<Q, A> {

  private final String name;
  private final DeliveryOptions options;

  public BusAddress(String name, Duration timeout) {
    this.name = name;
    this.options =
        new DeliveryOptions()
            .setCodecName(LocalCodec.NAME)
            .setLocalOnly(true)
            .setSendTimeout(timeout.toMillis());
  }

  /** Fails with a {@code ReplyException} when nobody is there or the reply is too late. */
  public Future<A> request(Vertx vertx, Q question) {
    return vertx.eventBus().<A>request(name, question, options).map(Message::body);
  }

  /** Answers on the calling context. An answer that fails is a bug, and is told as a failure. */
  public MessageConsumer<Q> serve(Vertx vertx, Function<Q, Future<A>> answer) {
    return vertx
        .eventBus()
        .localConsumer(
            name,
            message ->
                Future.succeededFuture(message.body())
                    .compose(answer)
                    .onSuccess(value -> message.reply(value, options))
                    .onFailure(
                        failure -> {
                          OutOfMemory.endIfIn(failure);
                          message.fail(ReplyFailure.RECIPIENT_FAILURE.toInt(), failure.toString());
                        }));
  }
}
