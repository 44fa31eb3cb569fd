package io.leadgate.support.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PostgresUriTest {

  @Test
  void uriBecomesAJdbcUrl() {
    assertThat(PostgresUri.parse("postgresql://ann:p%40ss@db:5433/leads?sslmode=require").jdbc())
        .isEqualTo(
            "jdbc:postgresql://db:5433/leads?user=ann&password=p%40ss&sslmode=require"
                + "&targetServerType=primary");
  }

  @Test
  void jdbcUrlNamesAllServers() {
    assertThat(PostgresUri.parse("postgresql://ann@a:1/x,postgresql://ann@[::1]:2/x").jdbc())
        .isEqualTo("jdbc:postgresql://a:1,[::1]:2/x?user=ann&targetServerType=primary");
  }

  @Test
  void databaseIsReplacedOnAllServers() {
    assertThat(PostgresUri.parse("postgres://a/x?o=1,postgres://b:2/x").withDatabase("y"))
        .hasToString("postgresql://a/y?o=1,postgresql://b:2/y");
  }
}
