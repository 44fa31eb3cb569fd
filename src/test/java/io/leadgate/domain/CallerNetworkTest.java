package io.leadgate.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerNetworkTest {

  @ParameterizedTest
  @CsvSource({
    "198.51.100.7, 198.51.100.7",
    "255.0.0.1, 255.0.0.1",
    "2001:db8:0:1:aaaa::7, 2001:db8:0:1::/64",
    "fe80::1, fe80:0:0:0::/64"
  })
  void textHasThePartThatIdentifiesACaller(String address, String text)
      throws UnknownHostException {
    assertThat(CallerNetwork.text(InetAddress.getByName(address).getAddress())).isEqualTo(text);
  }
}
