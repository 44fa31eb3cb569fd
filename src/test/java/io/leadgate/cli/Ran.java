package io.leadgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/** Runs a command in this JVM and keeps its exit status and its output. */
record Ran(int status, String out, String err) {

  static Ran command(Map<String, String> environment, String... arguments) {
    return commandWithInput("", environment, arguments);
  }

  static Ran commandWithInput(String input, Map<String, String> environment, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        Leadgate.commandLine(
                environment,
                new ByteArrayInputStream(input.getBytes(UTF_8)),
                new PrintWriter(out, true),
                new PrintWriter(err, true))
            .execute(arguments);
    return new Ran(status, out.toString(), err.toString());
  }
}
