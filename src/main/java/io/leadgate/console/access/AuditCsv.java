package io.leadgate.console.access;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.leadgate.store.AuditLog;
import io.leadgate.web.answer.Formulas;
import io.leadgate.web.answer.Json;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/** Writes entries of the audit log as CSV (RFC 4180), in UTF-8. Thread-safe. */
final class AuditCsv {

  private static final List<String> COLUMNS =
      List.of(
          "id",
          "at",
          "actor_type",
          "actor",
          "action",
          "subject",
          "remote_address",
          "request_id",
          "details");

  private static final ObjectWriter WRITER =
      new CsvMapper()
          // Quotes where a cell needs them, and not where it is long.
          .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
          .writer(
              CsvSchema.builder()
                  .addColumns(COLUMNS, CsvSchema.ColumnType.STRING)
                  .build()
                  .withLineSeparator("\r\n"));

  private AuditCsv() {}

  static Buffer head() {
    return lines(Stream.of(COLUMNS));
  }

  static Buffer of(List<AuditLog.Entry> entries) {
    return lines(entries.stream().map(AuditCsv::cells));
  }

  private static List<String> cells(AuditLog.Entry entry) {
    return List.of(
        Long.toString(entry.id()),
        Json.timestamp(entry.at()),
        entry.actorType().code(),
        Formulas.disarmed(entry.actor()),
        Formulas.disarmed(entry.action()),
        Formulas.disarmed(entry.subject()),
        entry.remote().orElse(""),
        Formulas.disarmed(entry.requestId().orElse("")),
        Formulas.disarmed(entry.details()));
  }

  private static Buffer lines(Stream<List<String>> lines) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (SequenceWriter writer = WRITER.writeValues(bytes)) {
      for (List<String> line : lines.toList()) {
        writer.write(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written", e);
    }
    return Buffer.buffer(bytes.toByteArray());
  }
}
