package io.leadgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Markup in every text that people can set is shown as text, and no script in it runs. */
class MarkupSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();

  @RegisterExtension static final SignedInBrowser BROWSER = new SignedInBrowser(GATEWAY);

  private static final String XSS =
      "\"'><img src=x onerror=window.ran=1><script>window.ran=1</script>";

  private final ConsoleBrowser browser = BROWSER.get();
  private final Credential credential = GATEWAY.fixtures().credential("lead_receiver");
  private final String page = "/console/credentials/" + credential.clientId();

  @AfterEach
  void noScriptHasRun() {
    assertThat(browser.ask("window.ran")).isEqualTo("null");
  }

  @Test
  void markupInADescriptionIsText() {
    browser.open(page).fill("main [name=description]", XSS).follow("main form.narrow-form button");
    assertThat(browser.text("h1")).isEqualTo(XSS);
    assertThat(browser.value("main [name=description]")).isEqualTo(XSS);

    browser.open("/console/credentials?text=" + credential.clientId());
    assertThat(browser.text("tbody a")).isEqualTo(XSS);
  }

  @Test
  void markupInParametersAndFaultsIsText() {
    String parameter = URLEncoder.encode(XSS, StandardCharsets.UTF_8);
    browser.open(
        "/console/credentials?text=%s&state=%s&source=%s&done=%s&after=%s"
            .formatted(parameter, parameter, parameter, parameter, parameter));
    assertThat(browser.value("[name=text]")).isEqualTo(XSS);

    browser
        .open("/console/zone?next=" + parameter)
        .fill("[name=zone]", XSS)
        .follow("main button.primary");
    assertThat(browser.text(".fault")).contains(XSS);
    browser.open("/console/" + parameter);
    // A browser that is signed in is led on.
    browser.driver().executeCdpCommand("Network.clearBrowserCookies", Map.of());
    browser
        .open("/console/login?next=" + parameter)
        .fill("[name=name]", XSS)
        .fill("[name=password]", XSS)
        .follow("main button.primary");
    assertThat(browser.value("[name=name]")).isEqualTo(XSS);
  }

  @Test
  void markupInTheNamesOfALeadSourceAndAnAdminIsText() {
    int source = GATEWAY.fixtures().campaign().leadSourceId();
    GATEWAY.fixtures().change("UPDATE lead_source SET name = ? WHERE id = ?", XSS, source);
    GATEWAY
        .fixtures()
        .change(
            "INSERT INTO admin_user (username, password_hash) SELECT ?, password_hash FROM admin_user"
                + " WHERE username = ?",
            XSS,
            RunningGateway.ADMIN);
    Credential bound = GATEWAY.fixtures().boundCredential(source, "lead_receiver");

    browser.fresh().signIn(XSS, RunningGateway.ADMIN_PASSWORD);
    assertThat(browser.text(".who")).contains(XSS);
    browser.open("/console/credentials/" + bound.clientId());
    if (browser.shows("main select[name=source]")) {
      assertThat(browser.text(".facts")).contains(XSS);
    }
  }

  @Test
  void markupInTheTextsOfSettingUpIsText() {
    Campaign campaign = GATEWAY.fixtures().campaign();
    GATEWAY
        .fixtures()
        .change("UPDATE lead_source SET name = ? WHERE id = ?", XSS, campaign.leadSourceId());
    GATEWAY.fixtures().change("UPDATE campaign SET name = ? WHERE id = ?", XSS, campaign.id());
    GATEWAY
        .fixtures()
        .change(
            "UPDATE lead_type SET name = ?, fields = jsonb_build_array(jsonb_build_object('name',"
                + " ?::text, 'label', ?::text, 'type', 'choice', 'required', false, 'options',"
                + " jsonb_build_array(?::text))) WHERE id = ?",
            XSS,
            XSS,
            XSS,
            XSS,
            campaign.leadTypeId());
    String source = "/console/lead-sources/" + campaign.leadSourceId();
    String page = "/console/campaigns/" + campaign.id();
    for (String address :
        List.of(
            "/console/lead-sources?text=" + campaign.leadSourceId(),
            source,
            source + "/campaigns",
            source + "/credentials",
            page,
            page + "/duplicates",
            "/console/lead-types?text=" + campaign.leadTypeId(),
            "/console/lead-types/" + campaign.leadTypeId())) {
      browser.open(address);
      assertThat(browser.text("main")).as(address).contains(XSS);
      assertThat(browser.count("img[src=x]")).as(address).isZero();
    }
    assertThat(browser.value("[name='field0.name']")).isEqualTo(XSS);
    assertThat(browser.value("[name='field0.options']")).isEqualTo(XSS);
  }

  @Test
  void markupInFormsThatAreRefusedIsText() {
    Campaign campaign = GATEWAY.fixtures().campaign();
    browser
        .open("/console/campaigns/" + campaign.id() + "/duplicates")
        .fill("[name=set1]", XSS)
        .fill("[name=days]", XSS)
        .follow("main form.narrow-form button");
    assertThat(browser.value("[name=set1]")).isEqualTo(XSS);
    assertThat(browser.value("[name=days]")).isEqualTo(XSS);

    browser
        .open("/console/campaigns/" + campaign.id())
        .fill("main [name=dedupe_seconds]", XSS)
        .fill("main [name=dedupe_ignore]", XSS)
        .follow("main form.narrow-form button");
    assertThat(browser.value("main [name=dedupe_seconds]")).isEqualTo(XSS);
    assertThat(browser.count("img[src=x]")).isZero();
  }

  @Test
  void markupInTheAuditLogIsText() {
    String subject = UUID.randomUUID().toString();
    GATEWAY
        .fixtures()
        .change(
            "INSERT INTO audit_log (actor_type, actor, action, subject, request_id, details)"
                + " VALUES ('admin', ?, ?, ?, ?, jsonb_build_object(?::text,"
                + " jsonb_build_object('from', ?::text, 'to', repeat(?::text, 5))))",
            XSS,
            XSS,
            subject,
            XSS,
            XSS,
            XSS,
            XSS);

    browser.open("/console/audit?subject=" + subject);

    assertThat(browser.text("tbody tr")).contains(XSS);
    assertThat(browser.count("img[src=x]")).isZero();
    // Other specs compare the log with the document, which has no such action.
    GATEWAY.fixtures().change("DELETE FROM audit_log WHERE subject = ?", subject);
    browser.open(
        "/console/audit?actor=%1$s&action=%1$s&from=%1$s&zone=%1$s"
            .formatted(URLEncoder.encode(XSS, StandardCharsets.UTF_8)));
    assertThat(browser.value("[name=actor]")).isEqualTo(XSS);
    assertThat(browser.count("img[src=x]")).isZero();
  }
}
