package io.leadgate.receiver.cut;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.leadgate.loop.Pieces;
import io.leadgate.web.answer.Json;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Cuts credentials out of a JSON text and leaves the rest as it was sent, but for spaces beside
 * what was cut out. Confined to one event loop.
 */
public final class JsonCut implements Pieces<Optional<CutText>> {

  private static final int DEPTH_MAX = 1_000;
  private static final int TOKENS_MAX = 2_000;
  private static final JsonFactory JSON = Json.leadFactory(DEPTH_MAX);

  private final String text;
  private final CredentialNames names;
  private final JsonParser parser;
  private final Cut.Names found = new Cut.Names();
  private final StringBuilder kept;
  private final Deque<Frame> frames = new ArrayDeque<>();

  /** The place up to which the text is kept or cut out already. */
  private int done;

  /**
   * @param body the level of the text itself
   */
  public JsonCut(String text, CredentialNames names, Level body) {
    this.text = text;
    this.names = names;
    this.kept = new StringBuilder(text.length());
    frames.push(new Frame(body));
    try {
      this.parser = JSON.createParser(text);
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory cannot fail", e);
    }
  }

  /** The text; empty inside if it is no JSON. */
  @Override
  public Optional<Optional<CutText>> next() {
    try {
      for (int i = 0; i < TOKENS_MAX; i++) {
        JsonToken token = parser.nextToken();
        if (token == null) {
          return Optional.of(Optional.of(whole()));
        }
        take(token);
      }
      return Optional.empty();
    } catch (JsonProcessingException broken) {
      return Optional.of(Optional.empty());
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory cannot fail", e);
    }
  }

  private CutText whole() {
    kept.append(text, done, text.length());
    return new CutText(kept.toString(), found);
  }

  private void take(JsonToken token) throws IOException {
    Frame frame = frames.element();
    if (token == JsonToken.FIELD_NAME) {
      frame.name(parser.currentName(), begin());
    } else if (token.isStructStart()) {
      boolean isCut = frame.isCredential("");
      Level level = frame.level.of(token == JsonToken.START_OBJECT, frame.name);
      frames.push(new Frame(isCut ? Level.WITHIN : level));
    } else if (token.isStructEnd()) {
      frame.close();
      frames.pop();
      Frame outer = frames.element();
      outer.value(outer.isCredential(""), end());
    } else {
      boolean isCut = frame.isOurs() && frame.isCredential(parser.getText());
      parser.finishToken();
      frame.value(isCut, end());
    }
  }

  private int begin() {
    return (int) parser.currentTokenLocation().getCharOffset();
  }

  private int end() {
    return (int) parser.currentLocation().getCharOffset();
  }

  private void cutOut(int from, int to) {
    if (from > done) {
      kept.append(text, done, from);
    }
    done = Math.max(done, to);
  }

  /** An object or array that is being read. */
  private final class Frame {
    private final Level level;
    private String name = "";
    private int nameAt = -1;

    /** The end of the last member that stays; -1 if there is no such member. */
    private int keptEnd = -1;

    /** The begin of a member that is cut out and not followed by another yet; -1 otherwise. */
    private int cutFrom = -1;

    private int cutEnd = -1;

    Frame(Level level) {
      this.level = level;
    }

    boolean isOurs() {
      return level.isOurs();
    }

    boolean isCredential(String value) {
      return isOurs() && names.isCredential(name, value);
    }

    void name(String next, int at) {
      name = next;
      nameAt = at;
      if (cutFrom >= 0) {
        cutOut(cutFrom, at); // With the comma behind it.
        cutFrom = -1;
      }
    }

    void value(boolean isCut, int end) {
      if (!isOurs()) {
        return;
      }
      if (isCut) {
        found.add(name);
        cutFrom = nameAt;
        cutEnd = end;
      } else {
        keptEnd = end;
      }
    }

    void close() {
      if (cutFrom >= 0) {
        // With the comma before it, which may be cut out already.
        truncate(keptEnd >= 0 ? keptEnd : cutFrom);
        done = Math.max(done, cutEnd);
      }
    }
  }

  /** Takes back what was kept behind a place of the text: commas between members. */
  private void truncate(int place) {
    if (place >= done) {
      kept.append(text, done, place);
      done = place;
    } else {
      // Between the place and here nothing but what is cut out and a comma was kept.
      while (!kept.isEmpty() && isBetweenMembers(kept.charAt(kept.length() - 1))) {
        kept.setLength(kept.length() - 1);
      }
    }
  }

  private static boolean isBetweenMembers(char c) {
    return c == ',' || Json.isBlank(c);
  }
}
