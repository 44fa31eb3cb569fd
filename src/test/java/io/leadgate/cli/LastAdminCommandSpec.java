package io.leadgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.RunningGateway;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Takes the last admin away by commands, on a database of its own. */
class LastAdminCommandSpec {

  private static final RunningGateway GATEWAY = RunningGateway.start(Map.of());
  private static final String WARNING =
      "leadgate: no enabled admin has the role admin now; make one with admin set-password or admin"
          + " set-role\n";

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  private static Ran run(String... arguments) {
    return Ran.command(Map.of("LEADGATE_POSTGRES_URI", GATEWAY.database().uri()), arguments);
  }

  @Test
  void theLastAdminGoesWithALine() {
    Ran lowered = run("admin", "set-role", RunningGateway.ADMIN, "operator");

    assertThat(lowered.status()).isZero();
    assertThat(lowered.err()).isEqualTo(WARNING);
    assertThat(GATEWAY.management().admin().get("/admin/credentials").problem())
        .isEqualTo("insufficient-role");

    assertThat(run("admin", "set-role", RunningGateway.ADMIN, "admin").err()).isEmpty();
    assertThat(run("admin", "disable", RunningGateway.ADMIN).err()).isEqualTo(WARNING);
    assertThat(GATEWAY.management().admin().get("/admin/credentials").status()).isEqualTo(401);
  }
}
