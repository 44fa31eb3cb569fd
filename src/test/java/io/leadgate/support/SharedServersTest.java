package io.leadgate.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class SharedServersTest {

  @Test
  void eachTestGetsItsOwnDatabase() throws Exception {
    try (TestDatabase first = SharedServers.newDatabase();
        TestDatabase second = SharedServers.newDatabase();
        Connection connection = first.connect();
        Statement statement = connection.createStatement()) {
      assertThat(first.uri()).isNotEqualTo(second.uri());
      statement.execute("CREATE TABLE mine ()");
    }
  }

  @Test
  void databaseInUseIsRemoved() throws Exception {
    TestDatabase database = SharedServers.newDatabase();
    try (Connection inUse = database.connect()) {
      database.close();
      assertThatThrownBy(database::connect)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("does not exist");
      assertThat(inUse.isValid(1)).isFalse();
    }
  }

  @Test
  void onlyKeysWithThePrefixAreRemoved() throws Exception {
    SharedRedis shared = SharedServers.redis();
    try (RedisCommands redis = new RedisCommands(shared.uri())) {
      redis.ask("SET", shared.keyPrefix() + "a", "1");
      redis.ask("SET", "other:" + shared.keyPrefix(), "1");
      shared.removeKeys();
      assertThat(redis.ask("EXISTS", shared.keyPrefix() + "a")).isEqualTo("0");
      assertThat(redis.ask("DEL", "other:" + shared.keyPrefix())).isEqualTo("1");
    }
  }
}
