package io.leadgate.support;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.vertx.core.Promise;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What can go wrong inside a process and cannot be brought about from outside. */
public enum InsideFault {
  /** An event loop runs nothing any more. */
  EVENT_LOOP_HANGS {
    @Override
    void happen(VertxInternal vertx, List<Integer> ports) {
      vertx.nettyEventLoopGroup().next().execute(InsideFault::hang);
    }
  },

  /** No connection is accepted any more. */
  ACCEPTOR_HANGS {
    @Override
    void happen(VertxInternal vertx, List<Integer> ports) {
      vertx.acceptorEventLoopGroup().next().execute(InsideFault::hang);
    }
  },

  /** The thread of an event loop ends, and with it all that the event loop should do. */
  EVENT_LOOP_ENDS {
    @Override
    void happen(VertxInternal vertx, List<Integer> ports) {
      EventLoop loop = vertx.nettyEventLoopGroup().next();
      var unused = loop.shutdownGracefully();
    }
  },

  HANDLER_IS_OUT_OF_MEMORY {
    @Override
    void happen(VertxInternal vertx, List<Integer> ports) {
      vertx.runOnContext(
          now -> {
            throw outOfMemory();
          });
    }
  },

  CALLBACK_IS_OUT_OF_MEMORY {
    @Override
    void happen(VertxInternal vertx, List<Integer> ports) {
      Promise<Void> promise = vertx.getOrCreateContext().promise();
      promise
          .future()
          .onSuccess(
              done -> {
                throw outOfMemory();
              });
      promise.complete();
    }
  },

  WORKER_IS_OUT_OF_MEMORY {
    @Override
    void happen(VertxInternal vertx, List<Integer> ports) {
      vertx
          .createWorkerContext()
          .runOnContext(
              now -> {
                throw outOfMemory();
              });
    }
  },

  /** In a task of Netty's, of which Vert.x knows nothing. */
  TASK_IS_OUT_OF_MEMORY {
    @Override
    void happen(VertxInternal vertx, List<Integer> ports) {
      vertx
          .nettyEventLoopGroup()
          .next()
          .execute(
              () -> {
                throw outOfMemory();
              });
    }
  },

  THREAD_IS_OUT_OF_MEMORY {
    @Override
    void happen(VertxInternal vertx, List<Integer> ports) {
      Thread.ofPlatform()
          .start(
              () -> {
                throw outOfMemory();
              });
    }
  },

  /** While a connection from or to one of the ports is read. */
  CONNECTION_IS_OUT_OF_MEMORY {
    @Override
    void happen(VertxInternal vertx, List<Integer> ports) {
      for (Channel channel : SeenChannels.at(ports)) {
        channel.eventLoop().execute(() -> channel.pipeline().fireExceptionCaught(outOfMemory()));
      }
    }
  },

  /** Not thrown, but brought about: all objects that fit. */
  HEAP_IS_FULL {
    @Override
    void happen(VertxInternal vertx, List<Integer> ports) {
      vertx.runOnContext(
          now -> {
            while (true) {
              HELD.add(new long[1 << 16]);
            }
          });
    }
  },

  /** The same outside of the heap, which the JVM's own option does not see. */
  DIRECT_MEMORY_IS_FULL {
    @Override
    void happen(VertxInternal vertx, List<Integer> ports) {
      vertx.runOnContext(
          now -> {
            while (true) {
              HELD.add(PooledByteBufAllocator.DEFAULT.directBuffer(1 << 22));
            }
          });
    }
  };

  /** Held for good, so that the memory stays full. */
  private static final List<Object> HELD = new ArrayList<>();

  /** What the thrown errors say. */
  public static final String MESSAGE = "as a test has it";

  /**
   * @param ports of the connections that are meant, where some are
   */
  abstract void happen(VertxInternal vertx, List<Integer> ports);

  private static OutOfMemoryError outOfMemory() {
    return new OutOfMemoryError(MESSAGE);
  }

  @SuppressWarnings("InfiniteLoopStatement")
  private static void hang() {
    while (true) {
      LockSupport.park();
    }
  }
}
