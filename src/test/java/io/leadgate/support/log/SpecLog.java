package io.leadgate.support.log;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Keeps what {@link SpecLogSearch} reads, in one directory that the build empties before the specs
 * run: all that their gateways logged ({@code *.log}; logback-spec.xml writes that of this JVM),
 * every value that must not be in a log ({@code *.values}, each line a kind and, in Base64, the
 * value), and the errors that a spec expects ({@code *.expected}, each line from when, to when, and
 * the message). Each JVM in which specs run has files of its own.
 */
public final class SpecLog {

  static final Path DIRECTORY = Path.of("target", "spec-log");
  static final String VALUES = ".values";
  static final String EXPECTED = ".expected";

  /** Of a longer value the beginning: who logs it cuts it too. */
  static final int LENGTH_MAX = 200;

  /** Two characters, four digits (a row count, an errno) or a yes or no are in a line by chance. */
  private static final Pattern BY_CHANCE =
      Pattern.compile("(?s)\\s*(.{0,2}|\\d{0,4}|true|false)\\s*");

  /** As in logback-spec.xml. */
  private static final String JVM = System.getProperty("leadgate.test.jvm", "0");

  private static final Set<String> KNOWN = ConcurrentHashMap.newKeySet();
  private static final AtomicInteger PROCESSES = new AtomicInteger();

  private SpecLog() {}

  static void remember(String kind, String value) {
    String begin = value.substring(0, Math.min(value.length(), LENGTH_MAX));
    if (!BY_CHANCE.matcher(begin).matches() && KNOWN.add(begin)) {
      byte[] bytes = begin.getBytes(StandardCharsets.UTF_8);
      write(kind + '\t' + Base64.getEncoder().encodeToString(bytes) + '\n');
    }
  }

  static void expectError(String message, Instant from, Instant to) {
    try {
      Files.createDirectories(DIRECTORY);
      Files.writeString(
          DIRECTORY.resolve(JVM + EXPECTED),
          from + "\t" + to + "\t" + message + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps what a gateway of another JVM has logged. */
  public static void addProcess(String log) {
    try {
      Path file = DIRECTORY.resolve(JVM + "-" + PROCESSES.incrementAndGet() + ".log");
      Files.writeString(file, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(String line) {
    synchronized (Values.WRITER) {
      try {
        Values.WRITER.write(line);
        Values.WRITER.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Opened, and so emptied, with the first value: who only reads them does not come here. */
  private static final class Values {
    private static final BufferedWriter WRITER = open();

    private static BufferedWriter open() {
      try {
        Files.createDirectories(DIRECTORY);
        return Files.newBufferedWriter(DIRECTORY.resolve(JVM + VALUES));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
