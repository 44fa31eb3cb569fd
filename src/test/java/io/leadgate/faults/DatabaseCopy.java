package io.leadgate.faults;

import io.leadgate.support.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Copies the rows of a database into a database without leads, as an import of a dump does. */
final class DatabaseCopy {

  private static final String PARTITIONS =
      """
      SELECT format('CREATE TABLE %s PARTITION OF %s %s', c.oid::regclass, i.inhparent::regclass,
        pg_get_expr(c.relpartbound, c.oid))
      FROM pg_class c JOIN pg_inherits i ON i.inhrelid = c.oid
      WHERE c.relispartition AND c.relkind = 'r'
      """;

  private static final String TABLES =
      """
      SELECT oid::regclass FROM pg_class
      WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
        AND relname <> 'flyway_schema_history'
      """;

  private DatabaseCopy() {}

  static void tableByTable(TestDatabase from, TestDatabase to) {
    try {
      try (Connection source = from.connect();
          Connection target = to.connect()) {
        for (String partition : texts(source, PARTITIONS)) {
          execute(target, partition);
        }
        // No trigger runs, as in a restore.
        execute(target, "SET session_replication_role = replica");
        for (String table : texts(source, TABLES)) {
          execute(target, "DELETE FROM " + table);
          copy(source, target, table);
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Connection source, Connection target, String table)
      throws SQLException, IOException {
    String columns =
        String.join(
            ", ",
            texts(
                source,
                """
                SELECT quote_ident(attname) FROM pg_attribute
                WHERE attrelid = '%s'::regclass AND attnum > 0 AND NOT attisdropped
                  AND attgenerated = ''
                """
                    .formatted(table)));
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    copies(source).copyOut("COPY %s (%s) TO STDOUT".formatted(table, columns), rows);
    copies(target)
        .copyIn(
            "COPY %s (%s) FROM STDIN".formatted(table, columns),
            new ByteArrayInputStream(rows.toByteArray()));
  }

  private static CopyManager copies(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }

  private static List<String> texts(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
