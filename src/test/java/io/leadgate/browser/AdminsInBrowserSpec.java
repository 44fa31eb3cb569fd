package io.leadgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** Every action on admins, as an admin does it in a browser. */
class AdminsInBrowserSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();

  @RegisterExtension static final SignedInBrowser BROWSER = new SignedInBrowser(GATEWAY);

  private final ConsoleBrowser browser = BROWSER.get();
  private final Fixtures fixtures = GATEWAY.fixtures();
  private final String name = "b-" + UUID.randomUUID();
  private final String page = "/console/admins/" + name;

  /** Makes an admin in the popup, and gives the password that the gateway has made. */
  private String make(String role) {
    browser
        .open("/console/admins")
        .press("n")
        .until("the popup is open", () -> browser.shows("#new[open]"));
    assertThat(browser.focused()).isEqualTo("name");
    browser
        .fill("#new [name=name]", name)
        .click("#new [value=" + role + "]")
        .follow("#new button.primary");
    return browser.text("#admin-password");
  }

  private void done() {
    browser.click("[data-saved]").follow("[data-close-when-saved]");
  }

  private long sessions() {
    return fixtures.number("SELECT count(*) FROM admin_session WHERE username = ?", name);
  }

  private boolean isStored(String condition) {
    return fixtures.number(
            "SELECT count(*) FROM admin_user WHERE username = ? AND " + condition, name)
        == 1;
  }

  @Test
  void passwordIsShownOnceAndNotLostByEscapeOrBack() {
    String password = make("operator");
    browser.press(Keys.ESCAPE, Keys.ESCAPE);
    browser.driver().navigate().back();
    assertThat(browser.text("#admin-password")).isEqualTo(password);
    done();

    assertThat(browser.path()).isEqualTo(page);
    assertThat(browser.source()).doesNotContain(password);
    browser.fresh().signIn(name, password);
    assertThat(browser.text(".who")).contains(name, "operator");
  }

  @Test
  void adminGetsARoleAPasswordAndIsDisabled() {
    make("viewer");
    done();
    browser.choose("[name=role]", "operator").follow("form[action$='/role'] button");
    assertThat(browser.text(".notice")).startsWith("The role is set");
    assertThat(isStored("role = 'operator'")).isTrue();

    browser.fill("[name=password]", "short").follow("form[action$='/password'] button");
    assertThat(browser.text(".fault-of")).startsWith("The password ");
    browser
        .fill("[name=password]", "a password of my own")
        .follow("form[action$='/password'] button");
    assertThat(browser.text(".notice")).startsWith("The password is set.");

    browser.click("[commandfor=disable]");
    assertThat(browser.text("#disable")).contains("no live session");
    browser.follow("#disable button.danger");
    assertThat(isStored("password_hash = ''")).isTrue();
    assertThat(browser.text(".head .tag")).isEqualTo("disabled");
    browser
        .fill("[name=password]", "a password of my own")
        .follow("form[action$='/password'] button");
    assertThat(browser.text(".head .tag")).isEqualTo("enabled");
  }

  @Test
  void sessionsAreShownAndEnded() {
    make("admin");
    browser.until("the password is shown", () -> browser.shows("#admin-password"));
    String password = browser.text("#admin-password");
    done();
    browser.fresh().signIn(name, password);
    browser.fresh().signIn().open(page);
    assertThat(sessions()).isEqualTo(1);
    assertThat(browser.text("tbody")).contains("127.0.0.1");

    browser.click("[commandfor=end]");
    assertThat(browser.text("#end h2")).isEqualTo("End 1 live session?");
    browser.follow("#end button.danger");

    assertThat(browser.text(".notice")).isEqualTo("All sessions of the admin have ended.");
    assertThat(sessions()).isZero();
  }

  @Test
  void nameThatIsTakenComesBackInThePopup() {
    make("viewer");
    done();
    browser
        .open("/console/admins")
        .click("[data-new]")
        .fill("#new [name=name]", name)
        .follow("#new button.primary");

    assertThat(browser.shows("#new[open]")).isTrue();
    assertThat(browser.text("#new .fault-of")).isEqualTo("The name is that of another admin.");
    assertThat(browser.value("#new [name=name]")).isEqualTo(name);
  }

  @Test
  void listIsFiltered() {
    make("viewer");
    done();
    browser.open("/console/admins").press("/");
    browser.fill("[name=text]", name).follow(".filters button");
    assertThat(browser.count("tbody tr")).isEqualTo(1);
    browser.follow("tbody a");
    assertThat(browser.path()).isEqualTo(page);
    browser.open("/console/admins?text=nobody-has-this");
    assertThat(browser.text(".empty")).contains("No admin fits the filter.");
  }

  @Test
  void adminOfEachRoleSetsItsOwnPasswordByTheCurrentOne() {
    String password = make("viewer");
    done();
    browser.fresh().signIn(name, password).follow(".who a");
    assertThat(browser.path()).isEqualTo("/console/me");
    browser
        .fill("[name=current]", "not this password")
        .fill("[name=password]", "a password of my own")
        .follow("form[action='/console/me/password'] button");
    assertThat(browser.text(".fault-of")).startsWith("The current password is wrong");

    browser
        .fill("[name=current]", password)
        .fill("[name=password]", "a password of my own")
        .follow("form[action='/console/me/password'] button");
    assertThat(browser.path()).startsWith("/console/login");
    browser.fresh().signIn(name, "a password of my own");
    assertThat(browser.text(".who")).contains(name);
  }

  @Test
  void emptyPasswordIsMadeByTheGatewayAndShownOnce() {
    make("viewer");
    done();

    browser.follow("form[action$='/password'] button");

    String password = browser.text("#admin-password");
    assertThat(password).hasSize(24);
    done();
    assertThat(browser.path()).isEqualTo(page);
    browser.fresh().signIn(name, password);
  }
}
