package io.leadgate.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the columns in which triggers note what a row takes in the memory of each node. */
class CatalogColumnsTest {

  private final TestDatabase database = SharedServers.newDatabase();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void insertedRowsAreWeighed() throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      fill(statement);

      assertThat(numbers(statement, "SELECT text_bytes FROM lead_source ORDER BY id"))
          .containsExactly(3L, 6L);
      assertThat(numbers(statement, "SELECT field_count FROM lead_type ORDER BY id"))
          .containsExactly(2L, 0L, 3L, 1L);
      assertThat(numbers(statement, "SELECT option_count FROM lead_type ORDER BY id"))
          .containsExactly(3L, 0L, 1L, 0L);
      assertThat(numbers(statement, "SELECT name_count FROM campaign ORDER BY id"))
          .as("the names and the sets of rules count twice, and of equal rules once")
          .containsExactly(2L * (3 + 2) + 2 * (1 + 1) + 2, 0L, 2L * (1 + 1));
      long rules = "{'sets': [['a', 'b'], ['c']]}".length();
      long judged = "{'sets': [['a']]}".length();
      assertThat(numbers(statement, "SELECT text_bytes FROM campaign ORDER BY id"))
          .as("the texts of rules and of a dedupe window count twice, and of equal rules once")
          .containsExactly(1 + 2 * (rules + judged) + 2 * 2, 1L, 1 + 2 * judged);
    }
  }

  @Test
  void aRowWrittenByHandIsWeighed() throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      fill(statement);
      statement.execute("UPDATE lead_type SET fields = '[{\"name\":\"a\"}]', text_bytes = 0");

      assertThat(numbers(statement, "SELECT field_count FROM lead_type")).containsOnly(1L);
      assertThat(numbers(statement, "SELECT text_bytes FROM lead_type"))
          .containsOnly(1L + "[{\"name\": \"a\"}]".length());
    }
  }

  private static void fill(Statement statement) throws SQLException {
    statement.execute("INSERT INTO lead_source (name) VALUES ('abc'), ('\u00e4\u00f6')");
    statement.execute(
        """
        INSERT INTO lead_type (name, fields) VALUES
          ('a', '[{"name":"b","options":["x","y"]},{"name":"c","options":["z"]}]'),
          ('a', '[]'),
          ('a', '[1,null,{"options":"x"}]'),
          ('a', '[["x"]]')
        """);
    statement.execute(
        """
        INSERT INTO campaign (lead_source_id, lead_type_id, name, duplicate_rules, judged_rules,
          dedupe_ignore, deleted_at)
        SELECT s.id, t.id, 'a', rules::jsonb, judged::jsonb, ignore, deleted_at
        FROM (SELECT min(id) AS id FROM lead_source) s, (SELECT min(id) AS id FROM lead_type) t,
          (VALUES
            ('{"sets":[["a","b"],["c"]]}', '{"sets":[["a"]]}', '{d,e}'::text[], NULL::timestamptz),
            (NULL, NULL, '{}', now()),
            ('{"sets":[["a"]]}', '{"sets":[["a"]]}', '{}', NULL))
          AS rows (rules, judged, ignore, deleted_at)
        """);
  }

  private static List<Long> numbers(Statement statement, String query) throws SQLException {
    List<Long> numbers = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        numbers.add(rows.getLong(1));
      }
    }
    return numbers;
  }
}
