package io.leadgate.receiver.format;

import io.leadgate.domain.LeadType;
import io.leadgate.web.answer.Json;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads a lead from a form as browsers write it (WHATWG URL, section 5.1): ignores empty pairs,
 * reads a plus as a space, and keeps a per cent sign unless two hexadecimal digits follow it.
 * Thread-safe.
 */
final class FormLeadParser {

  private final int fieldsMax;

  FormLeadParser(int fieldsMax) {
    this.fieldsMax = fieldsMax;
  }

  ParsedLead parse(byte[] body, LeadType type) {
    TextLead lead = new TextLead(type, fieldsMax);
    int from = 0;
    while (from < body.length) {
      int to = indexOf(body, '&', from, body.length);
      if (to > from) {
        int equals = indexOf(body, '=', from, to);
        Optional<String> name = decode(body, from, equals);
        Optional<String> value = decode(body, Math.min(equals + 1, to), to);
        if (name.isEmpty() || value.isEmpty()) {
          return ParsedLead.Bad.malformed("The form is not valid UTF-8, once it is decoded.");
        }
        lead.field(name.get(), value.get());
      }
      from = to + 1;
    }
    return lead.result();
  }

  /** Finds the first place of a character; the end if the character is missing. */
  private static int indexOf(byte[] body, char wanted, int from, int end) {
    int at = from;
    while (at < end && body[at] != wanted) {
      at++;
    }
    return at;
  }

  /** Decodes a name or a value; empty if the decoded bytes are not valid UTF-8. */
  private static Optional<String> decode(byte[] body, int from, int to) {
    byte[] decoded = new byte[to - from];
    int length = 0;
    for (int at = from; at < to; at++) {
      byte b = body[at];
      if (b == '+') {
        b = ' ';
      } else if (b == '%' && at + 2 < to && isHex(body[at + 1]) && isHex(body[at + 2])) {
        b = (byte) (Character.digit(body[at + 1], 16) << 4 | Character.digit(body[at + 2], 16));
        at += 2;
      }
      decoded[length++] = b;
    }
    return Json.utf8(length == decoded.length ? decoded : Arrays.copyOf(decoded, length));
  }

  private static boolean isHex(byte b) {
    return Character.digit(b, 16) >= 0;
  }
}
