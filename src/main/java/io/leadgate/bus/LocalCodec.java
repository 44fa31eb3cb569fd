package io.leadgate.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;

/**
 * Hands immutable values over by reference. There is no wire form: messages never leave the JVM,
 * and an attempt to send one out is a mistake.
 */
public final class LocalCodec implements MessageCodec<Object, Object> {

  static final String NAME = "leadgate-local";

  private LocalCodec() {}

  /** Once for each event bus, before anything is sent. */
  public static void register(EventBus eventBus) {
    eventBus.registerCodec(new LocalCodec());
  }

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
    return NAME;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
