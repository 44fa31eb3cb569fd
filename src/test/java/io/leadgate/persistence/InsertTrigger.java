package io.leadgate.persistence;

import io.leadgate.support.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes the server refuse some leads for a cause of which the gateway knows nothing. */
final class InsertTrigger {

  private InsertTrigger() {}

  /**
   * @param condition an SQL expression over the row {@code NEW} that is true for a bad lead
   */
  static void refuse(TestDatabase database, String condition, String sqlState) {
    make(database, condition, "RAISE EXCEPTION 'refused' USING ERRCODE = '" + sqlState + "'");
  }

  /** Makes the server leave out the bad leads without an error. */
  static void swallow(TestDatabase database, String condition) {
    make(database, condition, "RETURN NULL");
  }

  /** Takes the cause away. */
  static void drop(TestDatabase database) {
    execute(database, "DROP TRIGGER on_insert ON lead");
  }

  private static void make(TestDatabase database, String condition, String statement) {
    execute(
        database,
        """
        CREATE FUNCTION on_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF (%s) THEN %s; END IF;
          RETURN NEW;
        END $$;
        CREATE TRIGGER on_insert BEFORE INSERT ON lead FOR EACH ROW EXECUTE FUNCTION on_insert()\
        """
            .formatted(condition, statement));
  }

  static void execute(TestDatabase database, String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
