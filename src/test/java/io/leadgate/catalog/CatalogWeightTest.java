package io.leadgate.catalog;

import static io.leadgate.catalog.SampleJson.choices;
import static io.leadgate.catalog.SampleJson.colliding;
import static io.leadgate.catalog.SampleJson.fields;
import static io.leadgate.catalog.SampleJson.label;
import static io.leadgate.catalog.SampleJson.names;
import static io.leadgate.catalog.SampleJson.rules;
import static io.leadgate.catalog.SampleJson.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares the weight of rows, as Postgres sums the weight, with the heap of a catalogue of these
 * rows. The weight must be at least the heap, and at most three times the heap.
 */
class CatalogWeightTest {

  /** The least heap of a measurement, so that other objects count for little. */
  private static final long BYTES_MIN = 5_000_000;

  private static final String SOURCES =
      "INSERT INTO lead_source (name) SELECT ? FROM generate_series(1, ?)";
  private static final String TYPES =
      "INSERT INTO lead_type (name, fields) SELECT 'type', ?::jsonb FROM generate_series(1, ?)";
  private static final String CAMPAIGNS =
      "INSERT INTO campaign (lead_source_id, lead_type_id, name, duplicate_rules, judged_rules)"
          + " SELECT 1, 1, 'campaign', rules, rules"
          + " FROM (SELECT nullif(?::jsonb, 'null') AS rules), generate_series(1, ?)";

  /** Campaigns whose rules judge until other rules are built. */
  private static final String CHANGED =
      "INSERT INTO campaign (lead_source_id, lead_type_id, name, duplicate_rules, judged_rules)"
          + " SELECT 1, 1, 'campaign', rules, replace(rules::text, '[\"', '[\"z')::jsonb"
          + " FROM (SELECT ?::jsonb AS rules), generate_series(1, ?)";

  /** Campaigns without rules, of a lead source of which another campaign has rules. */
  private static final String BESIDE =
      "WITH kinds AS (INSERT INTO hash_kind (within, scope_id, names)"
          + " SELECT 'lead_source', 1, ARRAY[name] FROM unnest(?::text[]) AS name)"
          + " INSERT INTO campaign (lead_source_id, lead_type_id, name)"
          + " SELECT 1, 1, 'campaign' FROM generate_series(1, ?)";

  /** The kinds of hashes of all rules; rules of before the bound may have ten. */
  private static final String KINDS =
      """
      INSERT INTO hash_kind (within, scope_id, names)
      SELECT DISTINCT 'campaign', id,
        ARRAY(SELECT DISTINCT lower(n.value) FROM jsonb_array_elements_text(s.value) AS n ORDER BY 1)
      FROM campaign, unnest(ARRAY[duplicate_rules, judged_rules]) AS rules,
        jsonb_array_elements(rules -> 'sets') AS s
      """;

  private static final String WINDOWS =
      "INSERT INTO campaign (lead_source_id, lead_type_id, name, dedupe_ignore)"
          + " SELECT 1, 1, 'campaign', ?::text[] FROM generate_series(1, ?)";

  private static final TestDatabase DATABASE = SharedServers.newDatabase();
  private static final CatalogHeap HEAP = CatalogHeap.start(DATABASE.uri());

  @BeforeAll
  static void prepare() throws SQLException {
    keepOnlyTheTriggersThatWeigh();
    readOnceOfEachKind();
  }

  /** The other triggers take most of the time of a large insert, and change no weight. */
  private static void keepOnlyTheTriggersThatWeigh() throws SQLException {
    try (Connection connection = DATABASE.connect();
        Statement statement = connection.createStatement()) {
      for (String table : List.of("lead_source", "lead_type", "campaign", "hash_kind")) {
        statement.execute("ALTER TABLE " + table + " DISABLE TRIGGER ALL");
        if (!table.equals("hash_kind")) {
          statement.execute("ALTER TABLE " + table + " ENABLE TRIGGER weigh");
        }
      }
    }
  }

  /** Loads the classes that reading needs, so that no measurement finds them on the heap. */
  private static void readOnceOfEachKind() throws SQLException {
    write(TYPES, choices(1, Integer::toString, 2), 1);
    HEAP.measure();
    write(CAMPAIGNS, rules(1, 1, "email"), 1);
    HEAP.measure();
    write(WINDOWS, names(2, "a"), 1);
    HEAP.measure();
  }

  @AfterAll
  static void stop() {
    HEAP.close();
    DATABASE.close();
  }

  static Stream<Arguments> rows() {
    return Stream.of(
        arguments("lead sources", SOURCES, "source", 40_000),
        arguments("lead sources with long names", SOURCES, "\u20ac".repeat(200), 16_000),
        arguments("lead types without fields", TYPES, "[]", 24_000),
        arguments("lead types with a field", TYPES, fields(1, i -> text("a", i)), 16_000),
        arguments("lead types as usual", TYPES, fields(12, i -> text("field_name" + i, i)), 3_200),
        arguments("many fields", TYPES, fields(200, i -> text("F" + i, i)), 160),
        arguments("fields with long labels", TYPES, fields(200, i -> label("l", i)), 120),
        arguments(
            "labels beyond Latin-1", TYPES, fields(60, i -> label("\u0416\ud83c\udfe0", i)), 240),
        arguments("small choices", TYPES, choices(200, i -> Integer.toString(i), 2), 80),
        arguments("tiny options", TYPES, choices(12, i -> Integer.toString(i, 36), 1_000), 8),
        arguments("tiny options in capitals", TYPES, choices(12, SampleJson::letters, 1_000), 8),
        arguments("options whose hashes collide", TYPES, colliding(), 5),
        arguments("long options", TYPES, choices(1, i -> "O" + "o".repeat(195) + i, 300), 48),
        arguments(
            "long options beyond Latin-1",
            TYPES,
            choices(1, i -> "\u20acO" + "o".repeat(190) + i, 300),
            24),
        arguments("campaigns", CAMPAIGNS, "null", 32_000),
        arguments("campaigns beside rules", BESIDE, names(8, "a"), 24_000),
        arguments("campaigns with a duplicate rule", CAMPAIGNS, rules(1, 1, "email"), 12_000),
        arguments("sets of one name", CAMPAIGNS, rules(10, 1, "a"), 2_000),
        arguments("sets of one name in capitals", CAMPAIGNS, rules(10, 1, "A"), 2_000),
        arguments("sets of many names", CAMPAIGNS, rules(10, 10, "a"), 600),
        arguments("long names in sets", CAMPAIGNS, rules(10, 10, "\u20ac" + "a".repeat(95)), 160),
        arguments("a changed rule", CHANGED, rules(1, 1, "email"), 8_000),
        arguments("changed sets of one name", CHANGED, rules(4, 1, "a"), 2_400),
        arguments("changed sets of many names", CHANGED, rules(4, 10, "a"), 600),
        arguments(
            "changed sets of long names", CHANGED, rules(4, 10, "\u20ac" + "a".repeat(95)), 200),
        arguments("an ignored name", WINDOWS, names(1, "a"), 20_000),
        arguments("an ignored name in capitals", WINDOWS, names(1, "A"), 20_000),
        arguments("many ignored names", WINDOWS, names(50, "a"), 2_000),
        arguments("many ignored names in capitals", WINDOWS, names(50, "A"), 1_600),
        arguments("long ignored names", WINDOWS, names(50, "A" + "a".repeat(90)), 600),
        arguments(
            "long ignored names beyond Latin-1", WINDOWS, names(50, "\u0130".repeat(90)), 280));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void theWeightOfRowsIsOneToThreeTimesTheirHeap(
      String name, String insert, String value, int count) throws SQLException {
    write(insert, value, count);
    CatalogHeap.Measured catalog = HEAP.measure();

    assertThat(catalog.heap()).isGreaterThan(BYTES_MIN);
    assertThat(catalog.weight()).isBetween(catalog.heap(), 3 * catalog.heap());
  }

  private static void write(String insert, String value, int count) throws SQLException {
    try (Connection connection = DATABASE.connect();
        Statement statement = connection.createStatement();
        PreparedStatement rows = connection.prepareStatement(insert)) {
      statement.execute(
          "TRUNCATE lead_source, lead_type, campaign, hash_kind RESTART IDENTITY CASCADE");
      statement.execute("INSERT INTO lead_source (name) VALUES ('source')");
      statement.execute("INSERT INTO lead_type (name) VALUES ('type')");
      rows.setString(1, value);
      rows.setInt(2, count);
      rows.executeUpdate();
      statement.execute(KINDS);
    }
  }
}
