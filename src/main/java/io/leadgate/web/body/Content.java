package io.leadgate.web.body;

import io.leadgate.domain.Refusal;
import io.vertx.core.buffer.Buffer;

/** What a post's body is, once its content coding is taken off. */
public sealed interface Content {

  record Whole(Buffer bytes) implements Content {}

  /** It came to its end, and is not what its content coding says. */
  record Broken(Buffer asItCame, String detail) implements Content {}

  /**
   * It is too large, too slow, or there is no room for it now. The connection is closed behind the
   * answer.
   */
  record Unread(Refusal refusal, String detail) implements Content {}

  static Content unread(Body.Unread body) {
    return new Unread(body.refusal(), body.detail());
  }

  /** Its bytes, if they are not too many. */
  static Content within(BodyBound bound, Buffer bytes) {
    int bytesMax =
        bytes.length() > bound.bytes() ? new BodyMeter(bound).bytesMax(bytes) : bound.bytes();
    return bytes.length() > bytesMax ? tooLarge(bytesMax) : new Whole(bytes);
  }

  static Content tooLarge(int bytesMax) {
    return unread(BodyReader.tooLarge(bytesMax));
  }
}
