package io.leadgate.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tells valid traceparents from invalid traceparents (W3C Trace Context, section 3.2). */
class TraceTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-00000000000000000000000000000001-0000000000000001-00",
      })
  void validTraceparentIsKept(String given) {
    assertThat(new Trace("id", Optional.of(given)).traceparent()).contains(given);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\n",
        " 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
      })
  void invalidTraceparentIsDropped(String given) {
    assertThat(new Trace("id", Optional.of(given)).traceparent()).isEmpty();
  }
}
