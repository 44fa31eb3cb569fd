package io.leadgate.receiver.cut;

import io.leadgate.loop.Pieces;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts credentials out of a multipart body, part by part. Confined to one event loop. */
final class MultipartCut implements Pieces<Optional<CutText>> {

  private static final int PARTS_MAX = 100;
  private static final int HEAD_LENGTH_MAX = 2_000;
  private static final Pattern BOUNDARY = Pattern.compile("(?i);\\s*boundary=\"?([^\";]{1,70})\"?");
  private static final Pattern NAME =
      Pattern.compile(
          "(?im)^content-disposition:[^\\r\\n]*?[;\\s]name=(?:\"([^\"\\r\\n]*)\"|([^;\\s]+))");
  private static final Pattern END_OF_HEAD = Pattern.compile("\r?\n\r?\n");

  private final String body;
  private final CredentialNames names;
  private final String delimiter;
  private final Cut.Names found = new Cut.Names();
  private final StringBuilder kept;
  private int part;

  /**
   * @param body the bytes as ISO 8859-1
   */
  private MultipartCut(String body, String boundary, CredentialNames names) {
    this.body = body;
    this.names = names;
    this.delimiter = "--" + boundary;
    this.kept = new StringBuilder(body.length());
    this.part = body.indexOf(delimiter);
    kept.append(body, 0, Math.max(0, part));
  }

  /**
   * @param contentType the header, which names the boundary
   */
  static Pieces<Optional<CutText>> of(String contentType, String body, CredentialNames names) {
    Matcher boundary = BOUNDARY.matcher(contentType);
    return boundary.find()
        ? new MultipartCut(body, boundary.group(1), names)
        : Pieces.done(Optional.empty());
  }

  /** The body; empty inside if its parts cannot be told apart. */
  @Override
  public Optional<Optional<CutText>> next() {
    for (int i = 0; i < PARTS_MAX; i++) {
      if (part < 0) {
        return Optional.of(Optional.empty()); // The end is missing.
      }
      int behind = part + delimiter.length();
      if (body.startsWith("--", behind)) {
        kept.append(body, part, body.length());
        return Optional.of(Optional.of(new CutText(kept.toString(), found)));
      }
      int next = body.indexOf(delimiter, behind);
      Optional<Boolean> isCredential = next < 0 ? Optional.empty() : isCredential(behind, next);
      if (isCredential.isEmpty()) {
        return Optional.of(Optional.empty());
      }
      if (!isCredential.get()) {
        kept.append(body, part, next);
      }
      part = next;
    }
    return Optional.empty();
  }

  /** Whether a part is a credential; empty if its head cannot be read. */
  private Optional<Boolean> isCredential(int from, int to) {
    String head = body.substring(from, Math.min(to, from + HEAD_LENGTH_MAX));
    Matcher end = END_OF_HEAD.matcher(head);
    if (!end.find()) {
      return Optional.empty();
    }
    Matcher named = NAME.matcher(head.substring(0, end.start()));
    if (!named.find()) {
      return Optional.empty();
    }
    String name = (named.group(1) == null ? named.group(2) : named.group(1)).strip();
    boolean isCredential = names.isCredential(name, body.substring(from + end.end(), to));
    if (isCredential) {
      found.add(name);
    }
    return Optional.of(isCredential);
  }
}
