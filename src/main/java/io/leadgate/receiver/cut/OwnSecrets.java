package io.leadgate.receiver.cut;

import io.leadgate.domain.ClientSecret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Puts stars in the place of each client secret of this gateway, wherever in a body it stands: the
 * last line behind the search for names, which a sender may write in ways that no search knows.
 * Sees over bytes of 0, so that a body in UTF-16 is searched too.
 */
final class OwnSecrets {

  private static final byte[] PREFIX = ClientSecret.PREFIX.getBytes(StandardCharsets.US_ASCII);
  private static final byte[] STARS = "***".getBytes(StandardCharsets.US_ASCII);

  private OwnSecrets() {}

  /** The body itself if it holds no secret. */
  static byte[] hidden(byte[] body) {
    ByteArrayOutputStream hidden = new ByteArrayOutputStream(0);
    int done = 0;
    for (int at = 0; at < body.length; at++) {
      int end = body[at] == PREFIX[0] ? end(body, at) : 0;
      if (end > 0) {
        hidden.write(body, done, at - done);
        hidden.writeBytes(STARS);
        done = end;
        at = end - 1;
      }
    }
    if (done == 0) {
      return body;
    }
    hidden.write(body, done, body.length - done);
    return hidden.toByteArray();
  }

  /** The place behind a secret that begins at a place; 0 if none does. */
  private static int end(byte[] body, int from) {
    int length = 0;
    int end = 0;
    for (int at = from; at < body.length; at++) {
      byte b = body[at];
      if (b == 0) {
        continue;
      }
      if (length < PREFIX.length ? b != PREFIX[length] : !isOfSecret(b)) {
        break;
      }
      length++;
      end = at + 1;
    }
    return length >= ClientSecret.LENGTH ? end : 0;
  }

  /** Whether a byte is of the alphabet of secrets (RFC 4648, section 5). */
  private static boolean isOfSecret(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '-'
        || b == '_';
  }
}
