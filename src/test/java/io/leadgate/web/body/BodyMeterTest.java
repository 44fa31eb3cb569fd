package io.leadgate.web.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

/** What a body's beginning says of how long it may be. */
class BodyMeterTest {

  private final BodyMeter meter = new BodyMeter(new BodyBound(10, 100));

  @Test
  void anArrayMayBeLonger() {
    assertThat(meter.bytesMax(Buffer.buffer(" \r\n\t[1"))).isEqualTo(100);
    assertThat(meter.bytesMax(Buffer.buffer("{"))).isEqualTo(100);
  }

  @Test
  void anythingElseMayNot() {
    assertThat(meter.bytesMax(Buffer.buffer(" {["))).isEqualTo(10);
    assertThat(meter.bytesMax(Buffer.buffer("["))).isEqualTo(10);
  }

  @Test
  void whatIsBlankMayBecomeAnArray() {
    assertThat(meter.bytesMax(Buffer.buffer())).isEqualTo(100);
    assertThat(meter.bytesMax(Buffer.buffer("  "))).isEqualTo(100);
    assertThat(meter.bytesMax(Buffer.buffer(" x"))).isEqualTo(10);
  }

  @Test
  void whereNoArrayIsTakenThereIsOneBound() {
    assertThat(new BodyMeter(BodyBound.of(10)).bytesMax(Buffer.buffer("["))).isEqualTo(10);
  }
}
