package io.leadgate.attack;

import io.leadgate.support.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The ids of the leads that somebody was told are stored. Confined to one thread. */
final class Ledger {

  private static final String MISSING =
      "SELECT count(*) FROM unnest(?::uuid[]) AS told(id)"
          + " WHERE NOT EXISTS (SELECT FROM lead WHERE lead.id = told.id)";

  private final List<String> told = new ArrayList<>();

  void add(List<String> ids) {
    told.addAll(ids);
  }

  int size() {
    return told.size();
  }

  /** How many of them are in no row. */
  long lost(TestDatabase database) {
    try (Connection connection = database.connect();
        PreparedStatement statement = connection.prepareStatement(MISSING)) {
      statement.setArray(1, connection.createArrayOf("text", told.toArray()));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
