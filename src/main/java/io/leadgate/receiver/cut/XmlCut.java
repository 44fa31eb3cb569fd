package io.leadgate.receiver.cut;

import io.leadgate.loop.Pieces;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Cuts credentials out of the XML of a lead: elements right below the outermost one. Looks at the
 * tags alone, because an XML parser does not tell where in the text an element begins. Confined to
 * one event loop.
 */
final class XmlCut implements Pieces<Optional<CutText>> {

  private static final int TAGS_MAX = 1_000;
  private static final int BROKEN = -1;
  private static final Pattern ATTRIBUTE =
      Pattern.compile("\\s([^\\s=<>\"'/]++)\\s*+=\\s*+(?:\"[^\"]*+\"|'[^']*+')");

  private final String xml;
  private final CredentialNames names;
  private final Cut.Names found = new Cut.Names();
  private final StringBuilder kept;
  private int at;

  /** The names of the elements that are open, the innermost first. */
  private final Deque<String> open = new ArrayDeque<>();

  /** The place up to which the text is kept or cut out already. */
  private int done;

  private String name = "";
  private int fieldFrom;
  private int valueFrom;

  XmlCut(String xml, CredentialNames names) {
    this.xml = xml;
    this.names = names;
    this.kept = new StringBuilder(xml.length());
  }

  /** The text; empty inside if its tags are no XML. */
  @Override
  public Optional<Optional<CutText>> next() {
    for (int i = 0; i < TAGS_MAX; i++) {
      int from = xml.indexOf('<', at);
      int end = from < 0 ? xml.length() : from;
      if (open.isEmpty() && !xml.substring(at, end).isBlank()) {
        return Optional.of(Optional.empty()); // Text outside of the outermost element.
      }
      if (from < 0) {
        return Optional.of(open.isEmpty() ? Optional.of(whole()) : Optional.empty());
      }
      at = tag(from);
      if (at == BROKEN) {
        return Optional.of(Optional.empty());
      }
    }
    return Optional.empty();
  }

  private CutText whole() {
    kept.append(xml, done, xml.length());
    return new CutText(kept.toString(), found);
  }

  /** Reads what begins with an angle bracket, and returns the place behind it. */
  private int tag(int from) {
    if (xml.startsWith("<!--", from)) {
      return behind("-->", from + 4);
    }
    if (xml.startsWith("<![CDATA[", from)) {
      return behind("]]>", from + 9);
    }
    if (xml.startsWith("<?", from)) {
      return behind("?>", from + 2);
    }
    if (xml.startsWith("<!", from)) {
      return BROKEN; // A document type is not taken.
    }
    int end = endOfTag(from);
    if (end == BROKEN) {
      return BROKEN;
    }
    if (xml.startsWith("</", from)) {
      return closes(from, end);
    }
    if (hasAttribute(from, end)) {
      return BROKEN; // It would be lost, so no lead has it.
    }
    opens(from, end);
    return xml.charAt(end - 2) == '/' ? closed(end, end) : end;
  }

  private int behind(String mark, int from) {
    int found = xml.indexOf(mark, from);
    return found < 0 ? BROKEN : found + mark.length();
  }

  /** The place behind the bracket that ends a tag; brackets in quotes end no tag. */
  private int endOfTag(int from) {
    char quote = 0;
    for (int i = from + 1; i < xml.length(); i++) {
      char c = xml.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '>') {
        return i + 1;
      } else if (c == '<') {
        return BROKEN;
      }
    }
    return BROKEN;
  }

  /** Whether a tag has another attribute than a namespace, or one of a namespace. */
  private boolean hasAttribute(int from, int end) {
    return xml.substring(from, end).contains("=")
        && ATTRIBUTE
            .matcher(xml)
            .region(from, end)
            .results()
            .map(found -> found.group(1))
            .anyMatch(name -> !name.startsWith("xmlns") && name.indexOf(':') < 0);
  }

  private void opens(int from, int end) {
    open.push(qualifiedName(from + 1, end));
    if (open.size() == 2) {
      name = open.element().substring(open.element().indexOf(':') + 1);
      fieldFrom = from;
      valueFrom = end;
    }
  }

  private int closes(int from, int end) {
    return !open.isEmpty() && open.element().equals(qualifiedName(from + 2, end))
        ? closed(from, end)
        : BROKEN;
  }

  private int closed(int from, int end) {
    open.pop();
    if (open.size() == 1 && names.isCredential(name, text(from))) {
      found.add(name);
      kept.append(xml, done, fieldFrom);
      done = end;
    }
    return end;
  }

  /** The value of the field that ends at a place, as far as it decides about a credential. */
  private String text(int end) {
    String value = xml.substring(Math.min(valueFrom, end), end).strip();
    return value.startsWith("<![CDATA[") ? value.substring(9) : value;
  }

  private String qualifiedName(int from, int end) {
    int to = from;
    while (to < end
        && !Character.isWhitespace(xml.charAt(to))
        && "/>".indexOf(xml.charAt(to)) < 0) {
      to++;
    }
    return xml.substring(from, to);
  }
}
