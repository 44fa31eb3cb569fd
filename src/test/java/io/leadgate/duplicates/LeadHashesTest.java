package io.leadgate.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.Campaign;
import io.leadgate.domain.Dedupe;
import io.leadgate.domain.DuplicateRules.Within;
import io.leadgate.domain.FieldType;
import io.leadgate.domain.HashKind;
import io.leadgate.domain.LeadType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which leads have the same hash. */
class LeadHashesTest {

  private static final LeadType TYPE =
      type("US", field("Email", FieldType.EMAIL), field("Phone", FieldType.PHONE));
  private static final HashKind EMAIL_AND_PHONE =
      new HashKind(Within.ALL, 0, List.of("email", "phone"));

  private static LeadType.Field field(String name, FieldType type) {
    return new LeadType.Field(name, name, type, false, List.of());
  }

  private static LeadType type(String country, LeadType.Field... fields) {
    return new LeadType(1, "type", false, country, List.of(fields), Instant.EPOCH, Instant.EPOCH);
  }

  private static Campaign campaign(int id, int leadSourceId) {
    return new Campaign(
        id,
        leadSourceId,
        1,
        "campaign",
        Campaign.Status.ACTIVE,
        true,
        new Dedupe(Optional.empty(), List.of()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Instant.EPOCH,
        Instant.EPOCH);
  }

  private static Optional<UUID> hash(HashKind kind, LeadType type, String fields) {
    return LeadHashes.of(kind, LeadValues.of(fields, type, Set.copyOf(kind.names())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"email\":\"ada@example.com\",\"phone\":\"+12125550123\"}",
        "{\"PHONE\":\" 212-555-0123\",\"other\":{\"email\":1},\"EMAIL\":\"Ada@Example.com \"}",
        "{\"email\":\"ada@example.com\",\"phone\":2125550123}",
      })
  void leadsThatMeanTheSameHaveTheSameHash(String fields) {
    assertThat(hash(EMAIL_AND_PHONE, TYPE, fields))
        .isPresent()
        .isEqualTo(
            hash(
                EMAIL_AND_PHONE,
                TYPE,
                "{\"phone\":\"(212) 555-0123\",\"email\":\"ada@example.com\",\"x\":1}"));
  }

  @Test
  void valuesAreReadByTheLeadTypeOfEachLead() {
    LeadType british = type("GB", field("Phone", FieldType.PHONE));
    HashKind phone = new HashKind(Within.ALL, 0, List.of("phone"));

    assertThat(hash(phone, british, "{\"phone\":\"020 7946 0958\"}"))
        .isEqualTo(hash(phone, TYPE, "{\"phone\":\"+44 20 7946 0958\"}"));
  }

  @Test
  void phoneIsReadAsANumberAlsoWhereTheLeadTypeHasItAsText() {
    HashKind phone = new HashKind(Within.ALL, 0, List.of("phone"));
    String number = "{\"phone\":\"(212) 555-0123\"}";

    assertThat(hash(phone, type("US"), number)).isEqualTo(hash(phone, TYPE, number));
    assertThat(hash(phone, type("US", field("phone", FieldType.TEXT)), number))
        .isEqualTo(hash(phone, TYPE, number));
    assertThat(hash(phone, type("US"), "{\"phone\":\"none of yours\"}")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"email\":\"ada@example.com\"}",
        "{\"email\":\"ada@example.com\",\"phone\":\" \"}",
        "{\"email\":\"ada@example.com\",\"phone\":null}",
        "{\"email\":\"ada@example.com\",\"phone\":[\"+12125550123\"]}",
      })
  void leadWithoutAValueOfTheSetHasNoHash(String fields) {
    assertThat(hash(EMAIL_AND_PHONE, TYPE, fields)).isEmpty();
  }

  /** The parts are hashed behind their lengths, so that no value can look like two. */
  @Test
  void otherValuesOfTheSameTextTogetherHaveAnotherHash() {
    HashKind kind = new HashKind(Within.ALL, 0, List.of("a", "b"));
    LeadType any = type("US");

    assertThat(hash(kind, any, "{\"a\":\"xb\",\"b\":\"y\"}"))
        .isNotEqualTo(hash(kind, any, "{\"a\":\"x\",\"b\":\"by\"}"));
  }

  @ParameterizedTest
  @EnumSource
  void otherScopesHaveOtherHashes(Within within) {
    String fields = "{\"a\":\"1\"}";
    LeadType any = type("US");
    HashKind kind = new HashKind(within, 5, List.of("a"));

    for (Within other : Within.values()) {
      HashKind another = new HashKind(other, other == within ? 6 : 5, List.of("a"));
      assertThat(hash(kind, any, fields)).isNotEqualTo(hash(another, any, fields));
    }
  }

  @Test
  void orderCaseAndRepetitionOfNamesDoNotCount() {
    assertThat(new HashKind(Within.ALL, 0, List.of("Phone", "email", "EMAIL")))
        .isEqualTo(EMAIL_AND_PHONE);
  }

  @ParameterizedTest
  @CsvSource({
    "CAMPAIGN, true, false, false",
    "LEAD_SOURCE, true, true, false",
    "ALL, true, true, true"
  })
  void scopeConcernsTheCampaignsInIt(
      Within within, boolean itself, boolean besideIt, boolean ofAnotherSource) {
    HashKind kind = HashKind.of(campaign(1, 7), within, List.of("email"));

    assertThat(kind.concerns(1, 7)).isEqualTo(itself);
    assertThat(kind.concerns(2, 7)).isEqualTo(besideIt);
    assertThat(kind.concerns(3, 8)).isEqualTo(ofAnotherSource);
  }
}
