package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads the remote address that the gateway takes from the headers of trusted proxies. */
class TrustedProxiesSpec {

  private static final RunningGateway BEHIND_PROXIES =
      RunningGateway.start(Map.of("LEADGATE_HTTP_TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8"));
  private static final Fixtures FIXTURES = BEHIND_PROXIES.fixtures();

  @AfterAll
  static void stop() {
    BEHIND_PROXIES.close();
  }

  private static String remoteOf(Fixtures fixtures, Http vendor) {
    Campaign campaign = fixtures.openCampaign();
    Answer answer = vendor.post(campaign.leads(), LEAD);
    assertThat(answer.status()).isEqualTo(201);
    String reader = fixtures.token("data_api");
    return vendor.bearer(reader).get(answer.header("Location")).text("remote_address");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-Forwarded-For | 198.51.100.7 | 198.51.100.7",
        "X-Forwarded-For | 203.0.113.1, 198.51.100.7 | 198.51.100.7",
        "X-Forwarded-For | 203.0.113.1, 198.51.100.7, 10.1.2.3 | 198.51.100.7",
        "X-Forwarded-For | 10.0.0.1, 10.1.2.3 | 10.0.0.1",
        "X-Forwarded-For | 198.51.100.7:4711 | 198.51.100.7",
        "X-Forwarded-For | 2001:db8::1 | 2001:db8::1",
        "X-Forwarded-For | [2001:db8::1]:4711 | 2001:db8::1",
        "X-Forwarded-For | ::ffff:198.51.100.7 | 198.51.100.7",
        "X-Forwarded-For | 198.51.100.7, ::ffff:10.1.2.3 | 198.51.100.7",
        "X-Forwarded-For | fe80::1%eth0 | fe80::1",
        "X-Forwarded-For | 2001:DB8:0::1 | 2001:db8::1",
        "X-Forwarded-For | 198.51.100.7, unknown | 127.0.0.1",
        "X-Forwarded-For | localhost | 127.0.0.1",
        "X-Forwarded-For | 198.51.100.7, | 127.0.0.1",
        "Forwarded | for=198.51.100.7;proto=https | 198.51.100.7",
        "Forwarded | For=203.0.113.1, for=\"198.51.100.7:80\" ; by=10.0.0.1 | 198.51.100.7",
        "Forwarded | for=\"[2001:db8::1]:4711\" | 2001:db8::1",
        "Forwarded | for=_hidden | 127.0.0.1",
        "Forwarded | proto=https | 127.0.0.1",
      })
  void trustedProxyNamesTheRemoteAddress(String header, String value, String remote) {
    assertThat(remoteOf(FIXTURES, BEHIND_PROXIES.api().with(header, value))).isEqualTo(remote);
  }

  @Test
  void forwardedAndXForwardedForTogetherAreIgnored() {
    Http both =
        BEHIND_PROXIES
            .api()
            .with("X-Forwarded-For", "198.51.100.7")
            .with("Forwarded", "for=203.0.113.1");
    assertThat(remoteOf(FIXTURES, both)).isEqualTo("127.0.0.1");
  }

  @Test
  void forwardingHeadersOfUntrustedPeersAreIgnored() {
    RunningGateway open = SharedGateway.get();
    assertThat(remoteOf(open.fixtures(), open.api().with("X-Forwarded-For", "198.51.100.7")))
        .isEqualTo("127.0.0.1");
    assertThat(
            open.api()
                .with("X-Forwarded-For", "198.51.100.7")
                .with("X-Forwarded-Proto", "https")
                .get("/.well-known/oauth-authorization-server")
                .text("issuer"))
        .isEqualTo(open.api().base());
  }

  @Test
  void trustedProxyNamesTheScheme() {
    Http proxied =
        BEHIND_PROXIES
            .api()
            .with("X-Forwarded-For", "198.51.100.7")
            .with("X-Forwarded-Proto", "https");
    assertThat(proxied.get("/.well-known/oauth-authorization-server").text("issuer"))
        .isEqualTo(proxied.base().replace("http://", "https://"));
  }

  @Test
  void failedLoginsAreCountedPerRemoteAddress() {
    for (int i = 0; i < 60 * 3; i++) {
      Answer answer =
          BEHIND_PROXIES
              .api()
              .with("X-Forwarded-For", (i % 2 == 0 ? "::ffff:" : "") + "198.51.100." + i % 100)
              .post(
                  "/oauth2/token",
                  "{\"client_id\":\"x\",\"client_secret\":\"y\",\"grant_type\":\"client_credentials\"}");
      assertThat(answer.status()).isEqualTo(401);
    }
  }
}
