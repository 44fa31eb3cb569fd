package io.leadgate.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leadgate.bus.LeadQuery;
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
import java.util.stream.Collectors;

/**
 * The work that Postgres did for a search.
 *
 * @param read the partitions that Postgres read
 * @param nodes the types of the plan's nodes
 * @param buffers the number of pages of 8 KiB that Postgres read, from memory or from disk
 * @param indexBuffers those of them that bitmap scans of indexes read
 * @param rows the number of rows of the result
 */
record SearchPlan(Set<String> read, Set<String> nodes, long buffers, long indexBuffers, long rows) {

  /** The plan that Postgres makes for the values of the query. */
  static SearchPlan of(TestDatabase database, LeadQuery query, Optional<List<Integer>> campaigns)
      throws Exception {
    return of(database, query, campaigns, "force_custom_plan");
  }

  /** The plan that Postgres makes once for all values, which is possible for a cached statement. */
  static SearchPlan generic(
      TestDatabase database, LeadQuery query, Optional<List<Integer>> campaigns) throws Exception {
    return of(database, query, campaigns, "force_generic_plan");
  }

  private static SearchPlan of(
      TestDatabase database, LeadQuery query, Optional<List<Integer>> campaigns, String mode)
      throws Exception {
    LeadSearchSql sql = LeadSearchSql.of(query, campaigns);
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      // Every parallel process would count its pages separately.
      statement.execute("SET LOCAL max_parallel_workers_per_gather = 0");
      if (sql.transactionSettings().isPresent()) {
        statement.execute(sql.transactionSettings().get());
      }
      statement.execute("SET LOCAL plan_cache_mode = " + mode);
      statement.execute("PREPARE search AS " + sql.text());
      try (ResultSet result =
          statement.executeQuery(
              "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE search (%s)"
                  .formatted(literals(sql)))) {
        result.next();
        return read(result.getString(1));
      }
    }
  }

  private static String literals(LeadSearchSql sql) {
    return sql.values().stream().map(SearchPlan::literal).collect(Collectors.joining(", "));
  }

  private static String literal(Object value) {
    return "'%s'"
        .formatted(
            value instanceof Object[] array
                ? Arrays.toString(array).replace('[', '{').replace(']', '}')
                : value);
  }

  /**
   * @param explained the output of EXPLAIN, in JSON
   */
  static SearchPlan read(String explained) throws JsonProcessingException {
    JsonNode top = new ObjectMapper().readTree(explained).get(0).get("Plan");
    Set<String> read = new TreeSet<>();
    Set<String> nodes = new TreeSet<>();
    long indexBuffers = 0;
    List<JsonNode> open = new ArrayList<>(List.of(top));
    while (!open.isEmpty()) {
      JsonNode node = open.removeLast();
      if (node.path("Node Type").asText().equals("Bitmap Index Scan")) {
        indexBuffers += buffers(node);
      }
      String table = node.path("Relation Name").asText();
      if (table.startsWith("lead_p") && node.path("Actual Loops").asInt() > 0) {
        read.add(table);
        nodes.add(node.path("Node Type").asText());
      }
      node.path("Plans").forEach(open::add);
    }
    return new SearchPlan(
        read, nodes, buffers(top), indexBuffers, top.path("Actual Rows").asLong());
  }

  private static long buffers(JsonNode node) {
    return node.path("Shared Hit Blocks").asLong() + node.path("Shared Read Blocks").asLong();
  }
}
