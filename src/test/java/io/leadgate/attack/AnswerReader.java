package io.leadgate.attack;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the answers on one connection while their bytes come in. Confined to one thread. */
final class AnswerReader {

  private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *(\\d+)\r\n");
  private static final Pattern ID = Pattern.compile("\"id\" *: *\"([0-9a-f-]{36})\"");
  private static final int STATUS_AT = "HTTP/1.1 ".length();

  private byte[] bytes = new byte[1024];
  private int size;

  /**
   * A complete answer.
   *
   * @param retryAfter whether the answer has that header
   * @param isLast whether the connection takes no request behind this answer
   */
  record Answered(int status, boolean retryAfter, boolean isLast, String body) {

    boolean acknowledges() {
      return status == 200 || status == 201;
    }

    /** The ids of the leads that the answer acknowledges. */
    List<String> ids() {
      return ID.matcher(body).results().map((MatchResult found) -> found.group(1)).toList();
    }
  }

  void add(ByteBuffer more) {
    int length = more.remaining();
    if (size + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + length));
    }
    more.get(bytes, size, length);
    size += length;
  }

  /** The status of the next answer; 0 while its status line is incomplete. */
  int begun() {
    return size < STATUS_AT + 3
        ? 0
        : Integer.parseInt(new String(bytes, STATUS_AT, 3, StandardCharsets.ISO_8859_1));
  }

  /** Removes the next answer; empty while the answer is incomplete. */
  Optional<Answered> next() {
    int head = headEnd();
    if (head < 0) {
      return Optional.empty();
    }
    String lines = new String(bytes, 0, head, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    Matcher length = LENGTH.matcher(lines);
    int end = head + (length.find() ? Integer.parseInt(length.group(1)) : 0);
    if (size < end) {
      return Optional.empty();
    }
    String body = new String(bytes, head, end - head, StandardCharsets.UTF_8);
    Answered answer =
        new Answered(
            begun(),
            lines.contains("\r\nretry-after: "),
            lines.contains("\r\nconnection: close\r\n"),
            body);
    System.arraycopy(bytes, end, bytes, 0, size - end);
    size -= end;
    return Optional.of(answer);
  }

  private int headEnd() {
    for (int at = 3; at < size; at++) {
      if (bytes[at] == '\n' && bytes[at - 1] == '\r' && bytes[at - 2] == '\n') {
        return at + 1;
      }
    }
    return -1;
  }
}
