package io.leadgate.support;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.vertx.core.Promise;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A fault inside a process that a test cannot cause from outside. */
public enum InjectedFault {
  /** An event loop runs no more tasks. */
  EVENT_LOOP_HANGS {
    @Override
    void cause(VertxInternal vertx, List<Integer> ports) {
      vertx.nettyEventLoopGroup().next().execute(InjectedFault::hang);
    }
  },

  /** The acceptor accepts no more connections. */
  ACCEPTOR_HANGS {
    @Override
    void cause(VertxInternal vertx, List<Integer> ports) {
      vertx.acceptorEventLoopGroup().next().execute(InjectedFault::hang);
    }
  },

  /** The thread of an event loop ends, so that the event loop runs no more tasks. */
  EVENT_LOOP_ENDS {
    @Override
    void cause(VertxInternal vertx, List<Integer> ports) {
      EventLoop loop = vertx.nettyEventLoopGroup().next();
      var unused = loop.shutdownGracefully();
    }
  },

  HANDLER_IS_OUT_OF_MEMORY {
    @Override
    void cause(VertxInternal vertx, List<Integer> ports) {
      vertx.runOnContext(
          now -> {
            throw outOfMemory();
          });
    }
  },

  CALLBACK_IS_OUT_OF_MEMORY {
    @Override
    void cause(VertxInternal vertx, List<Integer> ports) {
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
    void cause(VertxInternal vertx, List<Integer> ports) {
      vertx
          .createWorkerContext()
          .runOnContext(
              now -> {
                throw outOfMemory();
              });
    }
  },

  /** A task of Netty's throws; Vert.x does not know of such tasks. */
  TASK_IS_OUT_OF_MEMORY {
    @Override
    void cause(VertxInternal vertx, List<Integer> ports) {
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
    void cause(VertxInternal vertx, List<Integer> ports) {
      Thread.ofPlatform()
          .start(
              () -> {
                throw outOfMemory();
              });
    }
  },

  /** A read on each connection from or to the ports throws. */
  CONNECTION_IS_OUT_OF_MEMORY {
    @Override
    void cause(VertxInternal vertx, List<Integer> ports) {
      for (Channel channel : OpenChannels.at(ports)) {
        channel.eventLoop().execute(() -> channel.pipeline().fireExceptionCaught(outOfMemory()));
      }
    }
  },

  /** The heap really fills up with objects, until an allocation fails. */
  HEAP_IS_FULL {
    @Override
    void cause(VertxInternal vertx, List<Integer> ports) {
      vertx.runOnContext(
          now -> {
            while (true) {
              HELD.add(new long[1 << 16]);
            }
          });
    }
  },

  /** The memory outside of the heap fills up, which the JVM's own option does not notice. */
  DIRECT_MEMORY_IS_FULL {
    @Override
    void cause(VertxInternal vertx, List<Integer> ports) {
      vertx.runOnContext(
          now -> {
            while (true) {
              HELD.add(PooledByteBufAllocator.DEFAULT.directBuffer(1 << 22));
            }
          });
    }
  };

  /** Keeps each object for good, so that the memory stays full. */
  private static final List<Object> HELD = new ArrayList<>();

  /** The message of each error that is thrown here. */
  public static final String MESSAGE = "thrown by a test";

  /**
   * @param ports the ports whose connections the fault concerns; empty for the other faults
   */
  abstract void cause(VertxInternal vertx, List<Integer> ports);

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
