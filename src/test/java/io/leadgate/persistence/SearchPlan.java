package io.leadgate.persistence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leadgate.domain.LeadQuery;
import io.leadgate.support.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What Postgres did for a search.
 *
 * @param read the partitions that it looked into
 * @param nodes in which ways
 * @param buffers how many pages of 8 KiB it looked at, in memory or on disk
 * @param rows how many came out
 */
record SearchPlan(Set<String> read, Set<String> nodes, long buffers, long rows) {

  static SearchPlan of(TestDatabase database, LeadQuery query, Optional<List<Integer>> campaigns)
      throws Exception {
    LeadSearchSql sql = LeadSearchSql.of(query, campaigns);
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      // Each process would count its pages for itself.
      statement.execute("SET LOCAL max_parallel_workers_per_gather = 0");
      if (sql.beforehand().isPresent()) {
        statement.execute(sql.beforehand().get());
      }
      try (ResultSet result =
          statement.executeQuery("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + literal(sql))) {
        result.next();
        return read(new ObjectMapper().readTree(result.getString(1)).get(0).get("Plan"));
      }
    }
  }

  private static String literal(LeadSearchSql sql) {
    String text = sql.text();
    for (int i = sql.values().size(); i > 0; i--) {
      Object value = sql.values().get(i - 1);
      String written =
          value instanceof Object[] array
              ? Arrays.toString(array).replace('[', '{').replace(']', '}')
              : value.toString();
      text = text.replace("$" + i + "::", "'" + written + "'::");
    }
    return text;
  }

  private static SearchPlan read(JsonNode top) {
    Set<String> read = new TreeSet<>();
    Set<String> nodes = new TreeSet<>();
    List<JsonNode> open = new ArrayList<>(List.of(top));
    while (!open.isEmpty()) {
      JsonNode node = open.removeLast();
      String table = node.path("Relation Name").asText();
      if (table.startsWith("lead_p") && node.path("Actual Loops").asInt() > 0) {
        read.add(table);
        nodes.add(node.path("Node Type").asText());
      }
      node.path("Plans").forEach(open::add);
    }
    return new SearchPlan(
        read,
        nodes,
        top.path("Shared Hit Blocks").asLong() + top.path("Shared Read Blocks").asLong(),
        top.path("Actual Rows").asLong());
  }
}
