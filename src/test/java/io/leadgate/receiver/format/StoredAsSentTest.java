package io.leadgate.receiver.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.ContentTypes;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.statistics.Statistics;

/**
 * Tests on a real Postgres that each lead that a reader finds good comes back as it was sent, and
 * that Postgres reads each of its fields, as json and as jsonb.
 */
class StoredAsSentTest {

  private static final int DEPTH = 3;

  private static final TestDatabase DATABASE = SharedServers.newDatabase();
  private static final Connection CONNECTION = connect();
  private static final PreparedStatement STORE = prepareStore();

  private static Connection connect() {
    try {
      return DATABASE.connect();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PreparedStatement prepareStore() {
    try (Statement statement = CONNECTION.createStatement()) {
      statement.execute("CREATE TEMP TABLE sent (fields json)");
      return CONNECTION.prepareStatement(
          """
          INSERT INTO sent VALUES (?::json) RETURNING fields::text, fields::jsonb::text,
            (SELECT string_agg(fields ->> name, '') FROM json_object_keys(fields) AS name)
          """);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterContainer
  static void close() throws SQLException {
    CONNECTION.close();
    DATABASE.close();
  }

  /** Stores the fields and reads them again; fails if Postgres cannot read them. */
  private static void assertComesBack(String fields) throws SQLException {
    STORE.setString(1, fields);
    try (ResultSet row = STORE.executeQuery()) {
      row.next();
      assertThat(row.getString(1)).isEqualTo(fields);
    }
  }

  @Property(tries = 3_000)
  void leadInJsonComesBackAsSent(@ForAll("objects") String lead) throws SQLException {
    ParsedBody alone = Parsed.parsed(ContentTypes.JSON, lead);
    ParsedLead inArray = item("[%s]".formatted(lead));
    ParsedLead wrapped = item("[ {\"fields\":%s} ]".formatted(lead));

    collect(alone instanceof ParsedLead.Good);
    for (ParsedBody read : List.of(alone, inArray, wrapped)) {
      if (read instanceof ParsedLead.Good good) {
        assertThat(good.fields()).isEqualTo(lead);
        assertComesBack(good.fields());
      }
    }
  }

  private static ParsedLead item(String array) {
    return Parsed.parsed(ContentTypes.JSON, array) instanceof ParsedBody.Leads leads
        ? leads.items().getFirst().lead()
        : ParsedLead.Bad.malformed("");
  }

  @Property(tries = 1_000)
  void leadInAFormComesBackAsSent(@ForAll("texts") Map<String, String> lead) throws SQLException {
    String form =
        lead.entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));

    assertTextComesBack(Parsed.parsed(ContentTypes.FORM, form), lead);
  }

  @Property(tries = 1_000)
  void leadInXmlComesBackAsSent(@ForAll("texts") Map<String, String> lead) throws SQLException {
    String xml =
        lead.entrySet().stream()
            .map(field -> "<%1$s>%2$s</%1$s>".formatted(field.getKey(), escaped(field.getValue())))
            .collect(Collectors.joining("", "<lead>", "</lead>"));

    assertTextComesBack(Parsed.parsed(ContentTypes.XML, xml), lead);
  }

  private static void assertTextComesBack(ParsedBody read, Map<String, String> lead)
      throws SQLException {
    collect(read instanceof ParsedLead.Good);
    if (read instanceof ParsedLead.Good good) {
      assertComesBack(good.fields());
      for (Map.Entry<String, String> field : lead.entrySet()) {
        assertThat(value(good.fields(), field.getKey())).isEqualTo(field.getValue());
      }
    }
  }

  private static String value(String fields, String name) throws SQLException {
    try (PreparedStatement read = CONNECTION.prepareStatement("SELECT ?::json ->> ?")) {
      read.setString(1, fields);
      read.setString(2, name);
      try (ResultSet row = read.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  /** Fails if too few leads, or all leads, are good, because then little is tested. */
  private static void collect(boolean isGood) {
    Statistics.label("good")
        .collect(isGood)
        .coverage(
            coverage -> {
              coverage.check(true).percentage(share -> share > 20);
              coverage.check(false).count(count -> count > 0);
            });
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  @Provide
  Arbitrary<String> objects() {
    return object(DEPTH);
  }

  private static Arbitrary<String> object(int depth) {
    Arbitrary<String> member =
        Combinators.combine(string(), blanks(), value(depth))
            .as((name, blank, value) -> name + blank + ":" + value);
    return Combinators.combine(member.list().ofMaxSize(4), blanks())
        .as((members, blank) -> "{" + blank + String.join("," + blank, members) + "}");
  }

  private static Arbitrary<String> value(int depth) {
    Arbitrary<String> scalar =
        Arbitraries.oneOf(string(), string(), number(), Arbitraries.of("true", "false", "null"));
    if (depth == 0) {
      return scalar;
    }
    Arbitrary<String> array =
        value(depth - 1)
            .list()
            .ofMaxSize(3)
            .map(values -> values.stream().collect(Collectors.joining(" , ", "[", "]")));
    return Arbitraries.frequencyOf(
        Tuple.of(8, scalar),
        Tuple.of(1, array),
        Tuple.of(1, Arbitraries.lazy(() -> object(depth - 1))));
  }

  /** A string of JSON, of pieces of which some make it one that cannot be stored. */
  private static Arbitrary<String> string() {
    Arbitrary<String> piece =
        Arbitraries.frequencyOf(
            Tuple.of(
                30,
                Arbitraries.of(
                    "a",
                    "B",
                    "7",
                    " ",
                    "'",
                    "\u00e9",
                    "\u20ac",
                    "\ud83d\ude00",
                    "\\n",
                    "\\\"",
                    "\\\\",
                    "\\/",
                    "\\u0041",
                    "\\ud83d\\ude00",
                    "\\u2028",
                    "\u2028",
                    "\u007f",
                    "\\u0001",
                    "\\uFFFF",
                    "\u0301")),
            Tuple.of(1, Arbitraries.of("\\u0000", "\\ud800", "\\ude00", "\u0001")));
    return piece.list().ofMaxSize(5).map(pieces -> '"' + String.join("", pieces) + '"');
  }

  private static Arbitrary<String> number() {
    Arbitrary<String> sign = Arbitraries.of("", "-");
    Arbitrary<String> digits =
        Arbitraries.oneOf(
            Arbitraries.of("0", "1", "9".repeat(60), "1" + "0".repeat(99)),
            Arbitraries.longs().between(0, Long.MAX_VALUE).map(String::valueOf));
    Arbitrary<String> fraction =
        Arbitraries.of("", "", ".0", ".50", ".000000000000000000000000000001");
    Arbitrary<String> exponent =
        Arbitraries.oneOf(
            Arbitraries.of("", "", "", "e30", "E-30", "e+07", "e31", "e-31", "E400000"),
            Arbitraries.integers().between(-40, 40).map(e -> "e" + e));
    return Combinators.combine(sign, digits, fraction, exponent).as((a, b, c, d) -> a + b + c + d);
  }

  private static Arbitrary<String> blanks() {
    return Arbitraries.of("", "", " ", "\n\t", "\r\n  ");
  }

  @Provide
  Arbitrary<Map<String, String>> texts() {
    Arbitrary<String> names =
        Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(8);
    Arbitrary<String> pieces =
        Arbitraries.frequencyOf(
            Tuple.of(
                40,
                Arbitraries.of(
                    "a",
                    "B",
                    " ",
                    "&",
                    "<",
                    ">",
                    "\"",
                    "'",
                    "\\",
                    "%",
                    "+",
                    "=",
                    ";",
                    "\n",
                    "\t",
                    "\u00e9",
                    "\ud83d\ude00",
                    "\u2028",
                    "\ufffd")),
            Tuple.of(1, Arbitraries.of("\0", "\uffff")));
    return Arbitraries.maps(
            names, pieces.list().ofMaxSize(6).map(parts -> "x" + String.join("", parts) + "x"))
        .ofMaxSize(5);
  }
}
