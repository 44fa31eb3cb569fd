package io.leadgate.support.log;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * What the specs leave for {@link SpecLogSearch}, in one directory that the build empties before
 * they run: all that their gateways logged ({@code *.log}; those of this JVM by logback-spec.xml),
 * and every value that must not be in there ({@code *.values}, each line its kind and, in Base64,
 * the value). Each of the JVMs in which specs run has files of its own.
 */
public final class SpecLog {

  static final Path DIRECTORY = Path.of("target", "spec-log");
  static final String VALUES = ".values";

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

  /** What a gateway of another JVM has logged. */
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
