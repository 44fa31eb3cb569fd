package io.leadgate.receiver.format;

import io.leadgate.domain.LeadType;
import io.leadgate.web.answer.Utf8;
import io.leadgate.web.request.ContentType;
import java.io.StringReader;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads a lead from flat XML in UTF-8: one element, of any name, whose children are the fields.
 * Comments, namespaces and the attributes of XML Schema are ignored. Other attributes, elements in
 * fields and text between fields are refused, because they would be lost; document types, declared
 * entities and processing instructions are refused, because they make XML dangerous. Confined to
 * one event loop.
 */
final class XmlLeadParser {

  /**
   * Finds the encoding in an XML declaration, because the JDK's reader does not report the encoding
   * of XML 1.1.
   */
  private static final Pattern ENCODING =
      Pattern.compile("<\\?xml\\s[^>]*?\\sencoding\\s*=\\s*[\"']([^\"']*)");

  /** The most declarations of namespaces, because thousands of them cost far more than fields. */
  private static final int NAMESPACES_MAX = 200;

  private static final String NAMESPACE = "xmlns";

  /** The namespace of {@code nil}, {@code type} and {@code schemaLocation} (XML Schema, part 1). */
  private static final String SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";

  private final XMLInputFactory xml = factory();
  private final int fieldsMax;

  XmlLeadParser(int fieldsMax) {
    this.fieldsMax = fieldsMax;
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("nothing is fetched");
        });
    return factory;
  }

  /** Refuses the XML with a reason that the caller is told. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final String why;

    Refused(String why) {
      super(why, null, false, false);
      this.why = why;
    }
  }

  /**
   * Reads a lead.
   *
   * @param contentType the header, whose character set wins over that of the XML's own declaration
   *     (RFC 7303, section 3)
   */
  ParsedLead parse(ContentType contentType, byte[] body, LeadType type) {
    Optional<String> text = Utf8.decode(body);
    if (text.isEmpty()) {
      return ParsedLead.Bad.malformed(Utf8.fault(body));
    }
    try {
      if (contentType.charset().isEmpty()) {
        refuseOtherEncodings(text.get());
      }
      return read(text.get(), TextLead.of(type, fieldsMax));
    } catch (Refused e) {
      return ParsedLead.Bad.malformed(e.why);
    } catch (XMLStreamException e) {
      Location at = e.getLocation();
      return ParsedLead.Bad.malformed(
          at == null || at.getLineNumber() < 1
              ? "The XML is not well-formed."
              : "The XML is not well-formed: see line %d, column %d."
                  .formatted(at.getLineNumber(), at.getColumnNumber()));
    }
  }

  private static void refuseOtherEncodings(String text) throws Refused {
    Matcher encoding = ENCODING.matcher(text);
    if (encoding.lookingAt()
        && (encoding.group(1).isEmpty() || !ContentType.isUtf8(encoding.group(1)))) {
      throw new Refused(
          "The XML declares another encoding than UTF-8; send it in UTF-8, and declare UTF-8 or"
              + " nothing.");
    }
  }

  private ParsedLead read(String text, TextLead lead) throws XMLStreamException, Refused {
    XMLStreamReader reader = xml.createXMLStreamReader(new StringReader(text));
    try {
      if (hasTooManyNamespaces(text)) {
        throw new Refused("The XML declares more than %d namespaces.".formatted(NAMESPACES_MAX));
      }
      while (next(reader) != XMLStreamConstants.START_ELEMENT) {
        // Comments and spaces.
      }
      refuseAttributes(reader);
      int event = next(reader);
      while (event != XMLStreamConstants.END_ELEMENT) {
        if (event == XMLStreamConstants.START_ELEMENT) {
          field(reader, lead);
        } else if (isText(event) && !reader.isWhiteSpace()) {
          throw new Refused("The XML has text outside of its fields.");
        }
        event = next(reader);
      }
      while (next(reader) != XMLStreamConstants.END_DOCUMENT) {
        // Comments and spaces behind the element.
      }
      return lead.result();
    } finally {
      reader.close();
    }
  }

  private static boolean hasTooManyNamespaces(String text) {
    int count = 0;
    int at = text.indexOf(NAMESPACE);
    while (at >= 0 && count <= NAMESPACES_MAX) {
      count++;
      at = text.indexOf(NAMESPACE, at + 1);
    }
    return count > NAMESPACES_MAX;
  }

  private static void field(XMLStreamReader reader, TextLead lead)
      throws XMLStreamException, Refused {
    String name = reader.getLocalName();
    refuseAttributes(reader);
    boolean isNil = isNil(reader);
    StringBuilder value = new StringBuilder();
    int event = next(reader);
    while (event != XMLStreamConstants.END_ELEMENT) {
      if (event == XMLStreamConstants.START_ELEMENT) {
        throw new Refused(
            "The XML of a lead is flat: %s has the element %s in it, which is not taken."
                .formatted(JsonText.printable(name), JsonText.printable(reader.getLocalName())));
      }
      if (isText(event)) {
        value.append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
      }
      event = next(reader);
    }
    if (!isNil || !value.isEmpty()) {
      lead.field(name, value.toString());
    }
  }

  /** Whether the element says that its value is absent. */
  private static boolean isNil(XMLStreamReader reader) {
    String nil = reader.getAttributeValue(SCHEMA_INSTANCE, "nil");
    return nil != null && (nil.strip().equals("true") || nil.strip().equals("1"));
  }

  /** Passes over the attributes for validators, which say nothing that could be lost. */
  private static void refuseAttributes(XMLStreamReader reader) throws Refused {
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      if (!SCHEMA_INSTANCE.equals(reader.getAttributeNamespace(i))) {
        throw new Refused(
            "The element %s has an attribute (%s), which would be lost; a field's value is the text of its element."
                .formatted(
                    JsonText.printable(reader.getLocalName()),
                    JsonText.printable(reader.getAttributeLocalName(i))));
      }
    }
  }

  private static boolean isText(int event) {
    return event == XMLStreamConstants.CHARACTERS
        || event == XMLStreamConstants.CDATA
        || event == XMLStreamConstants.SPACE;
  }

  /**
   * Reads the next event. Turns unchecked exceptions into {@link XMLStreamException}, because the
   * JDK's reader throws them at some characters in a document type.
   */
  private static int read(XMLStreamReader reader) throws XMLStreamException {
    try {
      return reader.next();
    } catch (RuntimeException e) {
      throw new XMLStreamException(e);
    }
  }

  private static int next(XMLStreamReader reader) throws XMLStreamException, Refused {
    int event = read(reader);
    return switch (event) {
      case XMLStreamConstants.DTD -> throw new Refused("No document type is taken.");
      case XMLStreamConstants.ENTITY_REFERENCE ->
          throw new Refused("No entity is taken but those of XML itself.");
      case XMLStreamConstants.PROCESSING_INSTRUCTION ->
          throw new Refused("No processing instruction is taken.");
      default -> event;
    };
  }
}
