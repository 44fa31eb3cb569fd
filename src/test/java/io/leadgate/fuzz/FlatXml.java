package io.leadgate.fuzz;

import io.leadgate.web.request.ContentType;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Reads flat XML through the JDK's DOM, as a reference for the gateway's own reader. */
final class FlatXml {

  /** A fault that the JDK lets pass where more than one space stands before the version. */
  private static final Pattern DECLARATION_WITHOUT_SPACE =
      Pattern.compile("<\\?xml\\s[^>]*?[\"'](?:encoding|standalone)");

  /** The namespaces of attributes that are passed over. */
  private static final Set<String> IGNORED =
      Set.of(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI);

  private static final DocumentBuilder BUILDER = builder();

  private FlatXml() {}

  private static DocumentBuilder builder() {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setCoalescing(true);
      DocumentBuilder builder = factory.newDocumentBuilder();
      // The default handler would print.
      builder.setErrorHandler(new DefaultHandler());
      return builder;
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The fields; empty for a text that is not XML, not flat, or has parts that are refused. */
  static Optional<List<Map.Entry<String, String>>> read(String xml) {
    if (DECLARATION_WITHOUT_SPACE.matcher(xml).lookingAt()) {
      return Optional.empty();
    }
    try {
      Document document = BUILDER.parse(new InputSource(new StringReader(xml)));
      String encoding = document.getXmlEncoding();
      boolean flat =
          (encoding == null || ContentType.isUtf8(encoding))
              && nodes(document).stream().allMatch(FlatXml::isRootOrComment)
              && isBare(document.getDocumentElement());
      return flat ? fields(document.getDocumentElement()) : Optional.empty();
    } catch (SAXException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory cannot fail", e);
    }
  }

  private static Optional<List<Map.Entry<String, String>>> fields(Element root) {
    List<Map.Entry<String, String>> fields = new ArrayList<>();
    for (Node node : nodes(root)) {
      if (node instanceof Element field) {
        if (!isBare(field) || !nodes(field).stream().allMatch(FlatXml::isTextOrComment)) {
          return Optional.empty();
        }
        if (!isNil(field) || !field.getTextContent().isEmpty()) {
          fields.add(Map.entry(name(field), field.getTextContent()));
        }
      } else if (!isTextOrComment(node) || (isText(node) && !isBlank(node.getNodeValue()))) {
        return Optional.empty();
      }
    }
    return Optional.of(fields);
  }

  /** A leading colon belongs to the name, which the DOM's local name leaves out. */
  private static String name(Element field) {
    return field.getTagName().startsWith(":") ? field.getTagName() : field.getLocalName();
  }

  private static boolean isRootOrComment(Node node) {
    return node.getNodeType() == Node.ELEMENT_NODE || node.getNodeType() == Node.COMMENT_NODE;
  }

  private static boolean isTextOrComment(Node node) {
    return isText(node) || node.getNodeType() == Node.COMMENT_NODE;
  }

  private static boolean isText(Node node) {
    return node.getNodeType() == Node.TEXT_NODE || node.getNodeType() == Node.CDATA_SECTION_NODE;
  }

  private static boolean isBlank(String text) {
    return text.chars().allMatch(c -> c == ' ' || c == '\t' || c == '\n' || c == '\r');
  }

  private static boolean isNil(Element field) {
    return Set.of("true", "1")
        .contains(field.getAttributeNS(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI, "nil").strip());
  }

  private static boolean isBare(Element element) {
    for (int i = 0; i < element.getAttributes().getLength(); i++) {
      if (!(element.getAttributes().item(i) instanceof Attr attribute)
          || !IGNORED.contains(String.valueOf(attribute.getNamespaceURI()))) {
        return false;
      }
    }
    return true;
  }

  private static List<Node> nodes(Node parent) {
    List<Node> nodes = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      nodes.add(node);
    }
    return nodes;
  }
}
