package io.leadgate.web.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

/** Shows which bound follows from the beginning of a body. */
class BodyBoundTest {

  private static final BodyBound BOUND = new BodyBound(10, 100);

  @Test
  void anArrayHasTheHigherBound() {
    assertThat(bytesMax(BOUND, " \r\n\t[1")).isEqualTo(100);
    assertThat(bytesMax(BOUND, " \r\n\t[1", "{")).isEqualTo(100);
  }

  @Test
  void aBodyThatIsNotAnArrayHasTheLowerBound() {
    assertThat(bytesMax(BOUND, " {[")).isEqualTo(10);
    assertThat(bytesMax(BOUND, " {[", "[")).isEqualTo(10);
  }

  @Test
  void blanksKeepTheHigherBound() {
    assertThat(bytesMax(BOUND, "")).isEqualTo(100);
    assertThat(bytesMax(BOUND, "", "  ")).isEqualTo(100);
    assertThat(bytesMax(BOUND, "", "  ", " x")).isEqualTo(10);
  }

  @Test
  void aSingleBoundAlsoHoldsForAnArray() {
    assertThat(bytesMax(BodyBound.of(10), "[")).isEqualTo(10);
  }

  @Test
  void aNarrowerBoundRefusesALongerBody() {
    Body.Whole atBound = new Body.Whole(Buffer.buffer("x".repeat(10)));
    Body.Whole pastBound = new Body.Whole(Buffer.buffer("x".repeat(11)));
    Body.Broken broken = new Body.Broken(pastBound.bytes(), pastBound.bytes(), "broken");

    assertThat(BOUND.narrow(atBound)).isSameAs(atBound);
    assertThat(BOUND.narrow(pastBound)).isEqualTo(Body.Unread.tooLarge(10));
    assertThat(BOUND.narrow(broken)).isEqualTo(Body.Unread.tooLarge(10));
    assertThat(BOUND.narrow(Body.Unread.noRoom())).isEqualTo(Body.Unread.noRoom());
  }

  private static int bytesMax(BodyBound bound, String... pieces) {
    BodyBound narrowed = bound;
    for (String piece : pieces) {
      narrowed = narrowed.after(Buffer.buffer(piece));
    }
    return narrowed.bytesMax();
  }
}
