package io.leadgate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.attack.Addresses;
import io.leadgate.attack.Attack;
import io.leadgate.attack.Attacks;
import io.leadgate.support.GatewayProcess;
import io.leadgate.support.ImageJvm;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Attacks the memory of a gateway that has the JVM options of the image: the whole process stays
 * below the memory limit of its container.
 */
@Tag("faults")
class ImageMemorySpec {

  private static final Duration LENGTH = Duration.ofSeconds(4);
  private static final UnderAttack GATEWAY =
      UnderAttack.onOwnPostgres(GatewayProcess::startAsInImage);

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void largeHeadsFitTheLimit() {
    assertFitsTheLimit(attacks -> attacks.slowBodies(2000, Addresses.MANY));
  }

  @Test
  void unreadAnswersFitTheLimit() {
    assertFitsTheLimit(attacks -> attacks.unreadArrays(400, Addresses.MANY));
  }

  @Test
  void leadsThatWaitForPostgresFitTheLimit() {
    assertFitsTheLimit(attacks -> attacks.largeLeads(2000, 300, Addresses.MANY));
  }

  private static void assertFitsTheLimit(Function<Attacks, Attack> attack) {
    long peak = GATEWAY.assertRecovered(LENGTH, attack).residentPeakBytes();

    assertThat(peak).isPositive().isLessThan(ImageJvm.limitBytes());
  }
}
