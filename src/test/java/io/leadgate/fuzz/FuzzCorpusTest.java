package io.leadgate.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.LeadType;
import io.leadgate.receiver.format.ParsedBody;
import io.leadgate.receiver.format.ParsedLead;
import io.leadgate.support.ContentTypes;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import io.leadgate.web.answer.Json;
import io.leadgate.web.request.ContentType;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Replays the corpus: the inputs that the fuzzer begins with, and the inputs that it found worth
 * keeping.
 */
class FuzzCorpusTest {

  private static final int INPUT_BYTES_MAX = 4_096;
  private static final Map<FuzzTarget, ContentType> FORMATS =
      Map.of(
          FuzzTarget.JSON, ContentTypes.JSON,
          FuzzTarget.ARRAY, ContentTypes.JSON,
          FuzzTarget.FORM, ContentTypes.FORM,
          FuzzTarget.XML, ContentTypes.XML);

  @ParameterizedTest
  @EnumSource
  void corpusShowsNoFault(FuzzTarget target) {
    assertThat(target.corpus())
        .hasSizeGreaterThan(10)
        .allSatisfy(input -> assertThat(input).hasSizeLessThanOrEqualTo(INPUT_BYTES_MAX))
        .allSatisfy(target::verify);
  }

  @Test
  void postgresTakesTheFieldsOfGoodLeads() throws SQLException {
    Set<String> good =
        FORMATS.entrySet().stream()
            .flatMap(format -> fields(format.getKey(), format.getValue()))
            .collect(Collectors.toSet());

    assertThat(good).hasSizeGreaterThan(100);
    try (TestDatabase database = SharedServers.newDatabase();
        Connection connection = database.connect();
        PreparedStatement count =
            connection.prepareStatement("SELECT count(*) FROM jsonb_object_keys(?::jsonb)")) {
      for (String fields : good) {
        assertThat(size(count, fields)).as(fields).isEqualTo(members(fields));
      }
    }
  }

  private static int members(String object) {
    return ((Json.Read.Good) Json.readObject(object.getBytes(StandardCharsets.UTF_8)))
        .object()
        .size();
  }

  /** The number of fields that Postgres reads. */
  private static int size(PreparedStatement count, String fields) throws SQLException {
    count.setString(1, fields);
    try (ResultSet row = count.executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }

  private static Stream<String> fields(FuzzTarget target, ContentType format) {
    return FuzzTypes.ALL.stream()
        .flatMap(type -> target.corpus().stream().flatMap(input -> fields(format, input, type)));
  }

  private static Stream<String> fields(ContentType format, byte[] input, LeadType type) {
    return switch (Oracle.parsed(format, input, type)) {
      case ParsedLead.Good good -> Stream.of(good.fields());
      case ParsedLead.Bad bad -> Stream.of();
      case ParsedBody.Leads leads ->
          leads.items().stream()
              .map(ParsedBody.Item::lead)
              .filter(ParsedLead.Good.class::isInstance)
              .map(lead -> ((ParsedLead.Good) lead).fields());
    };
  }
}
