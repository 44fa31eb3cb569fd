package io.leadgate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import io.leadgate.deploy.Rendering.Pod;
import java.io.IOException;
import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares what the gateway's pod may take with what the JVM takes by its options. */
class GatewayResourcesTest {

  private static final BigDecimal MIB = BigDecimal.valueOf(ProjectFiles.MIB);

  @ParameterizedTest
  @EnumSource
  void memoryOfTheJvmFitsTheLimit(Rendering rendering) throws IOException {
    for (JsonNode container : rendering.gateway().containers().toList()) {
      BigDecimal limit = bytes(container.at("/resources/limits/memory"));
      assertThat(ProjectFiles.fits(limit.longValueExact())).isTrue();
      assertThat(bytes(container.at("/resources/requests/memory"))).isLessThanOrEqualTo(limit);
      assertThat(container.at("/resources/limits").has("cpu")).isFalse();
      assertThat(container.at("/resources/requests").has("cpu")).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void jvmCountsAsManyProcessorsAsWereRequested(Rendering rendering) {
    String options = PodEnvironment.of(rendering, "leadgate").getOrDefault("JDK_JAVA_OPTIONS", "");

    assertThat(options).matches("-XX:ActiveProcessorCount=\\d+");
    assertThat(new BigDecimal(options.replaceFirst(".*=", "")))
        .isGreaterThanOrEqualTo(
            bytes(rendering.gateway().container("leadgate").at("/resources/requests/cpu")));
  }

  @ParameterizedTest
  @EnumSource
  void onlyTmpCanBeWrittenAndIsSmall(Rendering rendering) {
    Pod gateway = rendering.gateway();

    assertThat(gateway.containers())
        .allSatisfy(
            container ->
                assertThat(Manifest.each(container.path("volumeMounts")))
                    .extracting(mount -> mount.path("mountPath").asText())
                    .containsExactly("/tmp"));
    assertThat(gateway.spec().path("volumes")).hasSize(1);
    assertThat(bytes(gateway.spec().at("/volumes/0/emptyDir/sizeLimit")))
        .isBetween(MIB, MIB.multiply(BigDecimal.valueOf(64)));
  }

  private static BigDecimal bytes(JsonNode quantity) {
    return Quantity.getAmountInBytes(new Quantity(quantity.asText()));
  }
}
