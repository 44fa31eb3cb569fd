package io.leadgate.web.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.telemetry.ConnectionEnd;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class ConnectionsTest {

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  @Test
  void ipv6AddressCountsAsItsNetworkOf64Bits() {
    Connections connections = new Connections(10, 2, address -> false);

    assertThat(connections.enter(address("2001:db8::1"))).isEmpty();
    assertThat(connections.enter(address("2001:db8::ffff:1"))).isEmpty();
    assertThat(connections.enter(address("2001:db8::2"))).contains(ConnectionEnd.ADDRESS);
    assertThat(connections.enter(address("2001:db8:0:1::1"))).isEmpty();
    connections.leave(address("2001:db8::1"));
    assertThat(connections.enter(address("2001:db8::2"))).isEmpty();
  }

  @Test
  void ipv4AddressCountsAlone() {
    Connections connections = new Connections(10, 1, address -> false);

    assertThat(connections.enter(address("192.0.2.1"))).isEmpty();
    assertThat(connections.enter(address("192.0.2.2"))).isEmpty();
    assertThat(connections.enter(address("192.0.2.1"))).contains(ConnectionEnd.ADDRESS);
    assertThat(connections.enter(address("::ffff:192.0.2.1"))).contains(ConnectionEnd.ADDRESS);
    assertThat(connections.open()).isEqualTo(2);
  }

  @Test
  void proxyIsBoundedByTheTotalOnly() {
    InetAddress proxy = address("192.0.2.1");
    Connections connections = new Connections(3, 1, proxy::equals);

    for (int i = 0; i < 3; i++) {
      assertThat(connections.enter(proxy)).isEmpty();
    }
    assertThat(connections.enter(proxy)).contains(ConnectionEnd.TOTAL);
  }

  @Test
  void connectionsInMemoryAreBounded() {
    Connections connections = new Connections(100, 100, address -> false);
    for (int i = 0; i < 100 + connections.spare(); i++) {
      assertThat(connections.tryEnterMemory()).isTrue();
    }

    assertThat(connections.tryEnterMemory()).isFalse();
    connections.leaveMemory();
    assertThat(connections.tryEnterMemory()).isTrue();
  }
}
