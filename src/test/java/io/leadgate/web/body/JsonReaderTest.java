package io.leadgate.web.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.FieldError;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests which errors of an object are named. */
class JsonReaderTest {

  private static ObjectNode objectOf(int members) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < members; i++) {
      object.put("member" + i, i);
    }
    return object;
  }

  @Test
  void eachMemberHasAtMostOneError() {
    JsonReader reader = new JsonReader(objectOf(1)).refuseOthers(Set.of());
    reader.bool("member0", true);

    assertThat(reader.errors()).extracting(FieldError::code).containsExactly("unknown");
  }

  @Test
  void atMostAHundredErrorsAreNamed() {
    assertThat(new JsonReader(objectOf(100)).refuseOthers(Set.of()).errors()).hasSize(100);
    List<FieldError> errors = new JsonReader(objectOf(102)).refuseOthers(Set.of()).errors();

    assertThat(errors).hasSize(101);
    assertThat(errors.getLast().code()).isEqualTo("more");
  }

  /** A time that grew with the square of the number would be minutes. */
  @Test
  void manyUnknownMembersAreReadInTimeThatGrowsWithTheirNumber() {
    ObjectNode object = objectOf(300_000);

    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> assertThat(new JsonReader(object).refuseOthers(Set.of()).errors()).hasSize(101));
  }

  @Test
  void innerObjectsShareTheBound() {
    JsonReader outer = new JsonReader(objectOf(90)).refuseOthers(Set.of());
    outer.within("inner", objectOf(20)).refuseOthers(Set.of());

    assertThat(outer.errors()).hasSize(101);
  }
}
