package io.leadgate.attack;

import io.leadgate.support.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Holds the ids of acknowledged leads, and looks for their rows. Confined to one thread. */
final class Ledger {

  private static final String MISSING =
      "SELECT count(*) FROM unnest(?::uuid[]) AS acknowledged(id)"
          + " WHERE NOT EXISTS (SELECT FROM lead WHERE lead.id = acknowledged.id)";

  private final List<String> acknowledged = new ArrayList<>();

  void add(List<String> ids) {
    acknowledged.addAll(ids);
  }

  int size() {
    return acknowledged.size();
  }

  /** The number of acknowledged leads that have no row. */
  long lost(TestDatabase database) {
    try (Connection connection = database.connect();
        PreparedStatement statement = connection.prepareStatement(MISSING)) {
      statement.setArray(1, connection.createArrayOf("text", acknowledged.toArray()));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
