package io.leadgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What stands around every page of the console. */
class FrameSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final ConsoleClient BROWSER =
      ConsoleClient.signedIn(GATEWAY, Admins.make(GATEWAY, "admin"));

  @Test
  void bannerIsThatOfTheSetting() {
    try (RunningGateway banner =
        RunningGateway.start(Map.of("LEADGATE_CONSOLE_BANNER", "STAGING <eu>"))) {
      assertThat(banner.management().get("/console/login").body())
          .contains("<aside class=\"banner\" aria-label=\"Environment\">STAGING &lt;eu&gt;");
    }
    assertThat(GATEWAY.management().get("/console/login").body()).doesNotContain("banner");
  }

  @Test
  void addressToComeBackToSaysNoMoreWhatWasDone() {
    Answer page = BROWSER.get("/console/credentials?done=disabled&text=acme");

    assertThat(page.body()).contains("Disabled.", "next=%2Fconsole%2Fcredentials%3Ftext%3Dacme\"");
  }

  /** The answer to a form has the address of the form, which takes no GET. */
  @Test
  void addressToComeBackToIsThatOfThePageAfterARefusedForm() {
    int source = GATEWAY.fixtures().campaign().leadSourceId();
    String page = "/console/lead-sources/" + source;

    Answer refused = BROWSER.post(page + "/status", "tag", "another", "status", "inactive");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.body()).contains("next=%2Fconsole%2Flead-sources%2F" + source + "\"");
  }

  /** A node of another version has another hash in its pages. */
  @Test
  void fileOfAnotherVersionIsAnsweredWithThisVersionAndNotKept() {
    Answer other = GATEWAY.management().get("/console/assets/console-0123456789abcdef.css");

    assertThat(other.status()).isEqualTo(200);
    assertThat(other.header("Cache-Control")).isEqualTo("no-store");
    assertThat(other.header("Content-Type")).startsWith("text/css");
    assertThat(GATEWAY.management().get("/console/assets/other-0123456789abcdef.css").status())
        .isEqualTo(404);
  }
}
