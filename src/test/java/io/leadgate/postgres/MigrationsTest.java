package io.leadgate.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadgate.config.Secret;
import io.leadgate.postgres.Migrations.SchemaUnfit;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests databases whose history of migrations is not the history of this gateway. */
class MigrationsTest {

  private static final String BEFORE = "from before its first release";

  private final TestDatabase database = SharedServers.emptyDatabase();
  private final Migrations migrations = new Migrations(new Secret(database.uri()), Duration.ZERO);

  @BeforeEach
  void migrate() throws SQLException {
    database.migrateTo("latest");
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void change(String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isEqualTo(1);
    }
  }

  private void assertRefused(String... words) {
    assertThatThrownBy(migrations::run)
        .isInstanceOf(SchemaUnfit.class)
        .hasMessageContainingAll(words)
        .hasMessageMatching("[^\n]+");
    assertThatThrownBy(migrations::look)
        .isInstanceOf(SchemaUnfit.class)
        .hasMessageContainingAll(words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"description = 'first slice'", "checksum = checksum + 1"})
  void anotherFirstMigrationIsOfBeforeTheFirstRelease(String difference) throws SQLException {
    change("UPDATE flyway_schema_history SET " + difference + " WHERE version = '1'");

    assertThat(migrations.findsSchemaOfBeforeTheFirstRelease()).isTrue();
    assertRefused(BEFORE);
  }

  /** A table of the history that was edited, or that another program shares. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO flyway_schema_history SELECT 0, '0.5', 'of another', type, script, 1,"
            + " installed_by, now(), 1, true FROM flyway_schema_history WHERE version = '1'",
        "INSERT INTO flyway_schema_history SELECT 9, NULL, 'of another', type, 'R__of_another.sql',"
            + " 1, installed_by, now(), 1, true FROM flyway_schema_history WHERE version = '1'"
      })
  void otherFaultsOfTheHistoryAreNamedAsTheyAre(String fault) throws SQLException {
    change(fault);

    assertThat(migrations.findsSchemaOfBeforeTheFirstRelease()).isFalse();
    assertRefused("a migration that this gateway does not have so", "flyway_schema_history");
    assertThatThrownBy(migrations::run).hasMessageNotContaining(BEFORE);
  }

  @Test
  void theHistoryOfThisGatewayIsTaken() {
    assertThat(migrations.findsSchemaOfBeforeTheFirstRelease()).isFalse();
    assertThat(migrations.run().applied()).isZero();
    assertThat(migrations.look().applied()).isZero();
  }
}
