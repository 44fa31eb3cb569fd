package io.leadgate.spec;

import static io.leadgate.spec.SecretRotationSpec.secretIds;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;

/** Two admins at once: a credential has never more than two secrets, and never none. */
class SecretRaceSpec {

  private static final Http ADMIN = SharedGateway.get().management().admin();

  private final String path =
      "/admin/credentials/" + SharedGateway.get().fixtures().credential("lead_receiver").clientId();

  private Answer add() {
    return ADMIN.send("POST", path + "/secrets", new byte[0]);
  }

  private Answer delete(String secretId) {
    return ADMIN.send("DELETE", path + "/secrets/" + secretId, new byte[0]);
  }

  @RepeatedTest(5)
  void twoThatRetireLeaveOne() throws Exception {
    add();
    List<String> ids = secretIds(path);

    assertThat(atOnce(() -> delete(ids.getFirst()), () -> delete(ids.getLast())))
        .containsExactlyInAnyOrder(204, 409);
    assertThat(secretIds(path)).hasSize(1);
  }

  @RepeatedTest(5)
  void twoThatAddNeverMakeThree() throws Exception {
    assertThat(atOnce(this::add, this::add)).containsExactlyInAnyOrder(201, 409);
    assertThat(secretIds(path)).hasSize(2);
  }

  private static List<Integer> atOnce(Callable<Answer> one, Callable<Answer> other)
      throws Exception {
    List<Integer> statuses = new ArrayList<>();
    try (ExecutorService admins = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Answer> answer : admins.invokeAll(List.of(one, other))) {
        statuses.add(answer.get().status());
      }
    }
    return statuses;
  }
}
