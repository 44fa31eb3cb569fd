package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.ShiftedClock;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Shifts the clock: clients of LeadExec keep a token for an hour from the answer it came in. */
class TokenHourSpec {

  private static final Duration HOUR = Duration.ofHours(1);

  /** The default of token.reuse. */
  private static final Duration REUSE = Duration.ofSeconds(60);

  private static final ShiftedClock CLOCK = new ShiftedClock();
  private static final RunningGateway GATEWAY = RunningGateway.startBy(CLOCK, Map.of());

  // New for each test, because they keep a token.
  private final Fixtures fixtures = GATEWAY.fixtures();
  private final Credential credential = fixtures.credential("lead_receiver");
  private final Campaign campaign = fixtures.campaign();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void clientThatCountsFromTheAnswerIsNeverRefusedInTwoHours() {
    for (int hour = 0; hour < 2; hour++) {
      // Another process of the client has the token a moment before, so that it is used again.
      String first = fetch().text("access_token");
      Duration fetched = CLOCK.shift().plus(REUSE).minusSeconds(30);
      CLOCK.shiftTo(fetched);
      Answer answer = fetch();
      assertThat(answer.text("access_token")).isEqualTo(first);
      assertThat(answer.json().path("expires_in").asInt()).isEqualTo(3600);
      for (int minute = 0; minute < 60; minute += 10) {
        CLOCK.shiftTo(fetched.plusMinutes(minute));
        assertThat(post(first)).as("minute %d", minute).isEqualTo(201);
      }
      CLOCK.shiftTo(fetched.plus(HOUR));
      assertThat(post(first)).isEqualTo(201);
      assertThat(introspect(first)).contains("\"active\":true");
    }
  }

  @Test
  void tokenEndsAMinuteAndTenSecondsBehindItsHour() {
    String token = fetch().text("access_token");
    Duration fetched = CLOCK.shift();

    CLOCK.shiftTo(fetched.plus(HOUR).plus(REUSE).plusSeconds(5));
    assertThat(post(token)).isEqualTo(201);
    CLOCK.shiftTo(fetched.plus(HOUR).plus(REUSE).plusSeconds(11));
    assertThat(post(token)).isEqualTo(401);
    assertThat(introspect(token)).isEqualTo("{\"active\":false}");
  }

  @Test
  void revokedTokenStaysSoUntilItsEnd() {
    String token = fetch().text("access_token");
    Duration fetched = CLOCK.shift();
    assertThat(client().post("/oauth2/revoke", "{\"token\":\"%s\"}".formatted(token)).status())
        .isEqualTo(200);

    for (Duration later : new Duration[] {Duration.ZERO, HOUR, HOUR.plus(REUSE).plusSeconds(5)}) {
      CLOCK.shiftTo(fetched.plus(later));
      assertThat(post(token)).as("after %s", later).isEqualTo(401);
      assertThat(introspect(token)).isEqualTo("{\"active\":false}");
    }
  }

  private Http client() {
    return GATEWAY.api().basic(credential.clientId(), credential.secret());
  }

  private Answer fetch() {
    return client().post("/v1/authorization/token", "{\"grant_type\":\"client_credentials\"}");
  }

  private String introspect(String token) {
    return client().post("/oauth2/introspect", "{\"token\":\"%s\"}".formatted(token)).body();
  }

  private int post(String token) {
    return GATEWAY.api().bearer(token).post(campaign.leads(), LEAD).status();
  }
}
