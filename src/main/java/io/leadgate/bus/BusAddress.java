package io.leadgate.bus;

import io.leadgate.domain.Unanswered;
import io.leadgate.halt.OutOfMemory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.eventbus.ReplyException;
import java.time.Duration;
import java.util.function.Function;

/**
 * Sends questions to an address on the event bus of this JVM, and serves the address. Each question
 * is a request with a reply, because the bus is best-effort and only a reply is certain. Questions
 * and answers are passed by reference. Thread-safe.
 *
 * @param <Q> a question, immutable
 * @param <A> the answer to a question, immutable
 */
public final class BusAddress<Q, A> {

  private static final String BY_REFERENCE = "leadgate-local";

  private final Vertx vertx;
  private final String name;
  private final DeliveryOptions options;

  /** The reply to a question whose answer failed. */
  private record Failed(Throwable failure) {}

  /**
   * @param timeout the longest wait of a question for its answer
   */
  public BusAddress(Vertx vertx, String name, Duration timeout) {
    this.vertx = vertx;
    this.name = name;
    this.options =
        new DeliveryOptions()
            .setCodecName(BY_REFERENCE)
            .setLocalOnly(true)
            .setSendTimeout(timeout.toMillis());
  }

  /** Prepares the event bus; called once, before the first question. */
  public static void prepare(Vertx vertx) {
    vertx.eventBus().registerCodec(new ByReference());
  }

  /**
   * Sends a question. Fails with {@link Unanswered} if the address is not served or the reply is
   * late, and with the failure of the answer if the answer failed.
   */
  @SuppressWarnings("unchecked") // serve() replies with an A or with Failed.
  public Future<A> request(Q question) {
    return vertx
        .eventBus()
        .<Object>request(name, question, options)
        .transform(
            (reply, failure) ->
                failure != null
                    ? Future.failedFuture(unanswered(failure))
                    : reply.body() instanceof Failed failed
                        ? Future.failedFuture(failed.failure())
                        : Future.succeededFuture((A) reply.body()));
  }

  private static Throwable unanswered(Throwable failure) {
    return failure instanceof ReplyException reply
        ? new Unanswered(reply.failureType().name())
        : failure;
  }

  /** Serves the address on the calling context. Completes when the address is registered. */
  public Future<Void> serve(Function<Q, Future<A>> answer) {
    return vertx.eventBus().<Q>localConsumer(name, message -> answer(message, answer)).completion();
  }

  private void answer(Message<Q> message, Function<Q, Future<A>> answer) {
    Future.succeededFuture(message.body())
        .compose(answer)
        .onComplete(
            value -> message.reply(value, options),
            failure -> {
              OutOfMemory.endProcessIfIn(failure);
              message.reply(new Failed(failure), options);
            });
  }

  /** Passes values by reference, because no message leaves the JVM. */
  private static final class ByReference implements MessageCodec<Object, Object> {

    @Override
    public Object transform(Object message) {
      return message;
    }

    @Override
    public void encodeToWire(Buffer buffer, Object message) {
      throw new UnsupportedOperationException("messages stay in this JVM");
    }

    @Override
    public Object decodeFromWire(int position, Buffer buffer) {
      throw new UnsupportedOperationException("messages stay in this JVM");
    }

    @Override
    public String name() {
      return BY_REFERENCE;
    }

    @Override
    public byte systemCodecID() {
      return -1;
    }
  }
}
