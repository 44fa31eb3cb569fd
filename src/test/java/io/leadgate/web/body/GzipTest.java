package io.leadgate.web.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Inflates gzip that is whole, broken or too large. */
class GzipTest {

  private static final Buffer FORM = gzip("a=1");
  private static final Buffer MORE = gzip("&b=2");
  private static final int BOUND = 7;

  @Test
  void severalMembersAreReadAsOneBody() {
    assertThat(inflated(both(FORM, MORE))).isEqualTo(new Body.Whole(Buffer.buffer("a=1&b=2")));
  }

  @Test
  void aMemberThatIsCutOffBreaksTheBody() {
    Buffer both = both(FORM, MORE);

    IntStream.range(0, both.length())
        .filter(cut -> cut != FORM.length())
        .forEach(
            cut ->
                assertThat(inflated(both.slice(0, cut)))
                    .as("cut off at %d", cut)
                    .isInstanceOf(Body.Broken.class));
  }

  @Test
  void bytesBehindTheLastMemberBreakTheBody() {
    assertThat(inflated(both(FORM, Buffer.buffer(new byte[1])))).isInstanceOf(Body.Broken.class);
    assertThat(inflated(both(FORM, Buffer.buffer("&b=2 and then much more than a header has"))))
        .isInstanceOf(Body.Broken.class);
  }

  @Test
  void inflationStopsAtTheBound() {
    assertThat(inflated(gzip("a=12345"))).isInstanceOf(Body.Whole.class);
    assertThat(inflated(gzip("a=123456"))).isInstanceOf(Body.Unread.class);
  }

  private static Body inflated(Buffer gzip) {
    return Gzip.inflate(gzip, BodyBound.of(BOUND));
  }

  private static Buffer both(Buffer one, Buffer other) {
    return one.copy().appendBuffer(other);
  }

  private static Buffer gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return Buffer.buffer(bytes.toByteArray());
  }
}
