package io.leadgate.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.StorageAway;
import io.vertx.pgclient.PgException;
import java.net.ConnectException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Classifies failures by their SQLSTATE. */
class SqlFailureTest {

  private static PgException refused(String state) {
    return new PgException("message", "ERROR", state, "detail");
  }

  private static StorageAway away(Throwable failure) {
    return (StorageAway) SqlFailure.whileReading(failure).cause();
  }

  @ParameterizedTest
  @CsvSource({
    "22P02, DATA, true",
    "23505, DATA, true",
    "54000, DATA, true",
    "23514, NO_PARTITION, true",
    "42P01, STATEMENT, true",
    "08006, PASSING, false",
    "57014, PASSING, false",
    "57P01, PASSING, false",
    "40001, OTHER, false",
    "53300, OTHER, false"
  })
  void anErrorOfPostgresIsClassifiedByItsSqlstate(
      String state, SqlFailure expected, boolean isFault) {
    assertThat(SqlFailure.of(refused(state))).isEqualTo(expected);
    assertThat(away(refused(state)).isFault()).isEqualTo(isFault);
    assertThat(away(refused(state)).reason()).isEqualTo(state);
  }

  @Test
  void aFailureWithoutAnSqlstateIsOther() {
    ConnectException failure = new ConnectException("message");
    assertThat(SqlFailure.of(failure)).isEqualTo(SqlFailure.OTHER);
    assertThat(away(failure).isFault()).isFalse();
    assertThat(away(failure).reason()).isEqualTo("ConnectException");
  }

  @Test
  void aFailureIsClassifiedByTheSqlstateOfItsCause() {
    SQLException connecting = new SQLException("message", "08001", new ConnectException());
    assertThat(SqlFailure.of(new IllegalStateException(connecting))).isEqualTo(SqlFailure.PASSING);
  }

  @Test
  void onlyAFailedChangeMayHaveBeenMade() {
    StorageAway change = (StorageAway) SqlFailure.whileChanging(refused("57014")).cause();
    assertThat(change.changePossible()).isTrue();
    assertThat(away(refused("57014")).changePossible()).isFalse();
  }
}
