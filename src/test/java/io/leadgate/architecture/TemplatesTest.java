package io.leadgate.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.console.frame.Assets;
import io.leadgate.console.frame.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads the templates of the console for what escaping alone does not make safe. */
class TemplatesTest {

  private static final Path TEMPLATES = Path.of("src/main/jte");

  /** What no template has, by a name. */
  private static final List<Rule> RULES =
      List.of(
          rule("a script with content", "<script\\b[^>]*>\\s*[^<\\s]"),
          rule("a script of another place", "<script\\b(?![^>]*src=\"\\$\\{frame\\.assets\\(\\))"),
          rule("hx-on", "hx-on"),
          rule("js:", "(?<![a-z-])(?:js|javascript):"),
          rule("a style attribute", "\\sstyle\\s*="),
          rule("a style element", "<style\\b"),
          rule("an event attribute", "\\son[a-z]+\\s*="),
          rule("a value that is not escaped", "\\$unsafe\\{"),
          rule("a value in a JSON attribute", "='\\{[^']*\\$\\{"),
          rule("values as JSON", "hx-(?:vals|headers|vars|request)"),
          rule(
              "a link to a value that may begin with a scheme",
              "(?:href|action|hx-post|hx-get|src)=\"\\$\\{(?!page\\.|frame\\.assets\\(\\)|[A-Za-z.]*[pP]ath\\b)"),
          rule(
              "a value in a query that may have an ampersand",
              "(?:href|action|hx-post|hx-get)=\"[^\"]*[?&][a-z_]+=\\$\\{(?![A-Za-z.]*AsParameter\\(\\))"),
          rule("an address of another origin", "(?:href|src|action)=\"(?:https?:)?//"));

  private record Rule(String name, Pattern pattern) {}

  private static Rule rule(String name, String pattern) {
    return new Rule(name, Pattern.compile(pattern, Pattern.CASE_INSENSITIVE));
  }

  @Test
  void templatesKeepEachRule() throws IOException {
    for (Path template : templates()) {
      assertThat(broken(Files.readString(template))).as(template.toString()).isEmpty();
    }
  }

  /** A control: each rule finds what it is against. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "a script with content|<script>let a = 1</script>",
        "a script of another place|<script src=\"/a.js\"></script>",
        "hx-on|<p hx-on:click=\"a()\">",
        "js:|<p hx-include=\"js:a\">",
        "js:|<a href=\"javascript:a()\">",
        "a style attribute|<p style=\"color: red\">",
        "a style element|<style>p {}</style>",
        "an event attribute|<p onclick=\"a()\">",
        "a value that is not escaped|<p>$unsafe{page.text()}</p>",
        "a value in a JSON attribute|<p data-a='{\"b\": \"${page.text()}\"}'>",
        "values as JSON|<p hx-vals='{}'>",
        "a link to a value that may begin with a scheme|<a href=\"${credential.url()}\">",
        "a value in a query that may have an ampersand|<a href=\"/console/audit?subject=${page.name()}\">",
        "an address of another origin|<img src=\"//example.com/a.png\">",
      })
  void ruleFindsItsFault(String name, String template) {
    assertThat(broken(template)).contains(name);
  }

  private static List<String> broken(String template) {
    return RULES.stream()
        .filter(rule -> rule.pattern().matcher(template).find())
        .map(Rule::name)
        .toList();
  }

  /** A template that is no page is a part of others. */
  @Test
  void eachPageHasItsTemplateAndEachTemplateItsPage() throws IOException {
    Set<String> wanted = new TreeSet<>();
    for (var type : Rooms.mainClasses()) {
      if (type.isAssignableTo(Page.class) && !type.isInterface()) {
        Path source =
            Path.of(
                "src/main/java",
                type.getName().replaceFirst("\\$.*", "").replace('.', '/') + ".java");
        Pattern.compile("\"([a-z-]+)\"")
            .matcher(
                Files.readString(source)
                    .replaceFirst("(?s).*String template\\(\\) \\{", "")
                    .replaceFirst("(?s)\\}.*", ""))
            .results()
            .forEach(name -> wanted.add(name.group(1)));
      }
    }
    assertThat(wanted).contains("credentials", "sign-in");
    Set<String> there = templates().stream().map(TemplatesTest::name).collect(Collectors.toSet());

    assertThat(there).containsAll(wanted);
    Set<String> parts = new TreeSet<>(there);
    parts.removeAll(wanted);
    for (String part : parts) {
      assertThat(templates().stream().filter(template -> uses(template, part)))
          .as("templates that use " + part)
          .isNotEmpty();
    }
  }

  private static boolean uses(Path template, String part) {
    try {
      return Files.readString(template).contains("@template." + part + "(");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String name(Path template) {
    return template.getFileName().toString().replaceFirst("\\.jte$", "");
  }

  private static List<Path> templates() throws IOException {
    try (Stream<Path> files = Files.walk(TEMPLATES)) {
      return files.filter(file -> file.toString().endsWith(".jte")).toList();
    }
  }

  /** The versions of the webjars stand in a path of Assets and in pom.xml. */
  @Test
  void assetsAreThereInTheVersionsOfTheBuild() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    String source =
        Files.readString(Path.of("src/main/java/io/leadgate/console/frame/Assets.java"));
    Assets assets = new Assets();

    for (String jar : new String[] {"htmx", "swagger-ui"}) {
      String version = pom.replaceFirst("(?s).*<" + jar + "\\.version>([^<]+)<.*", "$1");
      assertThat(source)
          .contains("WEBJARS + \"" + (jar.equals("htmx") ? "htmx.org" : jar) + "/" + version + "/");
    }
    List<String> named =
        Pattern.compile("\"([a-z-]+\\.(?:css|js|svg))\", (?:\"/console|WEBJARS)")
            .matcher(source)
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(named)
        .hasSizeGreaterThan(6)
        .allSatisfy(name -> assertThat(assets.path(name)).startsWith("/console/assets/"));
    for (Path template : templates()) {
      Pattern.compile("assets\\(\\)\\.path\\(\"([^\"]+)\"\\)")
          .matcher(Files.readString(template))
          .results()
          .forEach(used -> assertThat(named).contains(used.group(1)));
    }
    assertThat(Arrays.stream(Path.of("src/main/resources/console").toFile().list()))
        .isSubsetOf(named);
  }
}
