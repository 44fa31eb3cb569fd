package io.leadgate.web.edge;

import io.netty.handler.codec.http.HttpResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;

/**
 * Tells the edge that an answer is a refusal, and the slug of the refusal. The mark is a header
 * that the edge takes off before the answer is sent, because the writers of answers know the
 * refusal, and only the edge sees the answers of all writers.
 */
public final class RefusalMark {

  private static final CharSequence HEADER = HttpHeaders.createOptimized("Leadgate-Refusal");

  private RefusalMark() {}

  /**
   * Marks an answer.
   *
   * @param slug a slug of {@link io.leadgate.domain.Refusal} or {@link
   *     io.leadgate.domain.OAuthError}
   */
  public static void set(HttpServerResponse response, String slug) {
    response.headers().set(HEADER, slug);
  }

  /** Takes the mark off an answer, and returns the slug; empty if the answer is no refusal. */
  static Optional<String> takeOff(HttpResponse head) {
    Optional<String> slug = Optional.ofNullable(head.headers().get(HEADER));
    if (slug.isPresent()) {
      head.headers().remove(HEADER);
    }
    return slug;
  }
}
