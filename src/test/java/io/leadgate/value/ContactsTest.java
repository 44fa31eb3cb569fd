package io.leadgate.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ContactsTest {

  /** Java's own strip leaves no-break spaces, and a search would then not find the lead. */
  @Test
  void noBreakSpacesAroundAContactAreStripped() {
    assertThat(EmailAddress.normal("\u00a0Ada@Example.COM \u202f")).contains("ada@example.com");
    assertThat(Contacts.phones("\u00a0(212)\u00a0555-0123\u00a0", List.of("US")))
        .containsExactly("+12125550123");
  }
}
