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
 * Keeps the files that {@link SpecLogSearch} reads, in a directory that the build empties before
 * the specs run: the logs of the specs' gateways ({@code *.log}; logback-spec.xml writes that of
 * this JVM), every value that must not be in a log ({@code *.values}, each line a kind and the
 * value in Base64), and the errors that a spec expects ({@code *.expected}, each line the begin,
 * the end and the message). Each JVM that runs specs has its own files. Thread-safe.
 */
public final class SpecLog {

  static final Path DIRECTORY = Path.of("target", "spec-log");
  static final String VALUES = ".values";
  static final String EXPECTED = ".expected";

  /**
   * The most characters that are kept of a value, because code that logs a longer value cuts it
   * too.
   */
  static final int LENGTH_MAX = 200;

  /**
   * Values that are in a line by chance: two characters, four digits (a row count, an errno), a
   * boolean.
   */
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

  /** Keeps the log of a gateway in another JVM. */
  public static void addProcess(String log) {
    try {
      Files.createDirectories(DIRECTORY);
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

  /**
   * Opens the file, and so empties it, with the first value, because the search must not empty the
   * file.
   */
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
