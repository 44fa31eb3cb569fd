package io.leadgate.persistence.lane;

import io.leadgate.telemetry.Event;

/** A step that a lane asks for. The steps of one event are done in their order. */
public sealed interface Decision<T, R> {

  /** Hand over the results that the request has got. */
  record Reply<T, R>(Request<R> request) implements Decision<T, R> {}

  /** Open the connection of this number. */
  record Open<T, R>(int connection) implements Decision<T, R> {}

  /** Write the batch. */
  record Write<T, R>(Batch<T, R> batch) implements Decision<T, R> {}

  /** Make the missing partitions. */
  record MakePartitions<T, R>() implements Decision<T, R> {}

  /** Tell the lane when this time has passed. */
  record Wake<T, R>(long nanos) implements Decision<T, R> {}

  record Tell<T, R>(Event event) implements Decision<T, R> {}
}
