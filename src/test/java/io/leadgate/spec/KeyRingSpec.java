package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.Jwt;
import io.leadgate.support.QuarantineRow;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Changes the signing keys of a running installation, node by node. */
class KeyRingSpec {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String OLD = RunningGateway.SIGNING_KEY;
  private static final String NEW = "a-new-key-for-tests-of-more-than-32-bytes";
  private static final List<RunningGateway> NODES = new ArrayList<>();

  private static final RunningGateway BEFORE = node(OLD);
  private static final RunningGateway SECOND = node(OLD + "," + NEW);
  private static final RunningGateway PROMOTED = node(NEW + "," + OLD);
  private static final RunningGateway DROPPED = node(NEW);

  private static final Fixtures FIXTURES = BEFORE.fixtures();
  private static final Campaign CAMPAIGN = FIXTURES.campaign();

  private static RunningGateway node(String ring) {
    // Turns the reuse of tokens off, so that each node signs its own tokens.
    Map<String, String> settings =
        Map.of("LEADGATE_TOKEN_SIGNING_KEYS", ring, "LEADGATE_TOKEN_REUSE", "0s");
    NODES.add(
        NODES.isEmpty()
            ? RunningGateway.start(settings)
            : RunningGateway.join(NODES.getFirst().database(), settings));
    return NODES.getLast();
  }

  @AfterAll
  static void stop() {
    NODES.reversed().forEach(RunningGateway::close);
  }

  private static String token(RunningGateway node, Credential credential) {
    return node.fixtures().awaitToken(credential);
  }

  private static int post(RunningGateway node, String token) {
    Await.until(
        "the campaign is known",
        SOON,
        () ->
            node.api().with("Content-Type", "text/plain").post(CAMPAIGN.leads(), "x").status()
                == 415);
    return node.api().bearer(token).post(CAMPAIGN.leads(), LEAD).status();
  }

  private record Step(RunningGateway node, String token) {}

  /** Compares neighbouring steps, because nodes of both steps run during the restarts. */
  @Test
  void eachStepOfAKeyChangeAcceptsAllTokens() {
    Credential credential = FIXTURES.credential("lead_receiver");
    List<Step> steps =
        Stream.of(BEFORE, SECOND, PROMOTED, DROPPED)
            .map(node -> new Step(node, token(node, credential)))
            .toList();

    for (int i = 0; i + 1 < steps.size(); i++) {
      Step earlier = steps.get(i);
      Step later = steps.get(i + 1);
      assertThat(post(earlier.node(), later.token())).as("step %d", i).isEqualTo(201);
      // The old key is dropped after its tokens have expired.
      if (later.node() != DROPPED) {
        assertThat(post(later.node(), earlier.token())).as("step %d", i).isEqualTo(201);
      }
    }
    assertThat(steps)
        .extracting(step -> Jwt.header(step.token()).path("kid").textValue())
        .containsExactly(Jwt.kid(OLD), Jwt.kid(OLD), Jwt.kid(NEW), Jwt.kid(NEW));
    assertThat(post(DROPPED, steps.get(2).token())).isEqualTo(201);
  }

  @Test
  void tokensOfADroppedKeyAreRefused() {
    Credential credential = FIXTURES.credential("lead_receiver");
    Campaign campaign = FIXTURES.campaign();
    String old = token(BEFORE, credential);
    token(PROMOTED, credential); // Makes the credential known to that node.
    assertThat(post(PROMOTED, old)).isEqualTo(201);
    Await.until(
        "the campaign is known",
        SOON,
        () ->
            DROPPED.api().with("Content-Type", "text/plain").post(campaign.leads(), "x").status()
                == 415);

    token(DROPPED, credential);
    assertThat(DROPPED.api().bearer(old).post(campaign.leads(), LEAD).status()).isEqualTo(401);
    assertThat(QuarantineRow.read(BEFORE.database(), campaign))
        .extracting(QuarantineRow::reason)
        .containsExactly("unknown_key");
  }

  @Test
  void reusedTokenIsSignedWithTheFirstKeyOfEachNode() {
    Map<String, String> again = Map.of("LEADGATE_TOKEN_REUSE", "60s");
    try (RunningGateway one = joined(OLD + "," + NEW, again);
        RunningGateway other = joined(NEW + "," + OLD, again)) {
      Credential credential = FIXTURES.credential("lead_receiver");
      String first = token(one, credential);
      String second = token(other, credential);

      assertThat(Jwt.claims(second)).isEqualTo(Jwt.claims(first));
      assertThat(Jwt.header(second).path("kid").textValue()).isEqualTo(Jwt.kid(NEW));
      assertThat(post(one, second)).isEqualTo(201);
      assertThat(post(other, first)).isEqualTo(201);
    }
  }

  private static RunningGateway joined(String ring, Map<String, String> settings) {
    Map<String, String> all = new LinkedHashMap<>(settings);
    all.put("LEADGATE_TOKEN_SIGNING_KEYS", ring);
    return RunningGateway.join(BEFORE.database(), all);
  }
}
