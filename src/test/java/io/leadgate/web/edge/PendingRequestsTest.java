package io.leadgate.web.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PendingRequestsTest {

  private static final long WEIGHT = 1;

  private final PendingRequests requests = new PendingRequests();

  @Test
  void bodyOfALaterRequestWaitsUntilThatRequestIsHandled() {
    requests.add(WEIGHT);
    requests.add(WEIGHT);
    assertThat(requests.wantBody()).isFalse();
    assertThat(requests.isBodyWanted()).isFalse();

    requests.removeAnswered();
    assertThat(requests.isBodyWanted()).isFalse();
    assertThat(requests.wantBody()).isTrue();
    assertThat(requests.isBodyWanted()).isTrue();
  }

  @Test
  void restOfTheBodyOfAnAnsweredRequestIsWanted() {
    requests.add(WEIGHT);
    requests.removeAnswered();

    assertThat(requests.wantBody()).isTrue();
    assertThat(requests.isBodyWanted()).isTrue();
  }
}
