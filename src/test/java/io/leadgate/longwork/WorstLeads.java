package io.leadgate.longwork;

import static io.leadgate.longwork.Bodies.BODY;
import static io.leadgate.longwork.Bodies.list;
import static io.leadgate.longwork.Bodies.members;
import static io.leadgate.longwork.Bodies.object;
import static io.leadgate.longwork.Bodies.phone;
import static io.leadgate.longwork.Bodies.text;

import java.util.List;

/** The single leads that cost the most, in each format. */
final class WorstLeads {

  private static final String JSON = "application/json";
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String MULTIPART = "multipart/form-data; boundary=x";
  private static final String XML = "text/xml";

  private final WorstRequests requests;
  private final String any;

  WorstLeads(WorstRequests requests) {
    this.requests = requests;
    this.any = requests.fixtures().campaignOfAnything().leads();
  }

  void add() {
    json();
    form();
    multipart();
    xml();
    requests.api(
        401, "request of a stranger", "POST", any, List.of("Content-Type", JSON), quarantined());
    requests.lead(
        422,
        "lead in gzip",
        any,
        List.of("Content-Type", JSON, "Content-Encoding", "gzip"),
        Bodies.gzip(object(BODY, i -> "\"n%d\":\"%s\"".formatted(i, "x".repeat(300)))));
  }

  private static byte[] quarantined() {
    return Bodies.bytes("\"".repeat(Bodies.ARRAY));
  }

  private void json() {
    String phones = requests.fixtures().campaign(Bodies.fields("phone", "")).leads();
    String dates =
        requests.fixtures().campaign(Bodies.fields("date", ",\"required\":true")).leads();
    requests.lead(422, "lead of members", any, JSON, members(BODY, "1"));
    requests.lead(422, "lead of one name again and again", any, JSON, object(BODY, i -> "\"n\":1"));
    requests.lead(201, "lead of numbers", any, JSON, "{\"a\":" + list(BODY - 6, i -> "9e30") + "}");
    requests.lead(201, "lead of nested names", any, JSON, "{\"a\":" + members(BODY - 6, "1") + "}");
    requests.lead(201, "lead of escapes", any, JSON, escapes());
    requests.lead(422, "lead of phone numbers", phones, JSON, object(BODY, i -> phone(i, i)));
    requests.lead(422, "lead of bad dates", dates, JSON, members(BODY, "\"Febuary 3x\""));
    requests.lead(422, "lead without its fields", dates, JSON, "{}");
    requests.lead(400, "broken lead", any, JSON, "{\"a\":" + "[".repeat(BODY - 5));
  }

  private static String escapes() {
    return "{\"a\":\"" + "\\u00e9".repeat(BODY / 6 - 2) + "\"}";
  }

  private void form() {
    String known = requests.fixtures().campaign(Bodies.fields("text", "")).leads();
    requests.lead(201, "form of pairs", any, FORM, text(BODY, "&", i -> "a=%"));
    requests.lead(422, "form of names", any, FORM, text(BODY, "&", i -> "n" + i));
    requests.lead(422, "form of one known name", known, FORM, text(BODY, "&", i -> "f0=" + i));
    requests.lead(201, "form of escapes", any, FORM, "a=" + "%C3%A9".repeat((BODY - 2) / 6));
  }

  private void multipart() {
    String end = "--x--\r\n";
    requests.lead(
        422,
        "multipart of parts",
        any,
        MULTIPART,
        text(BODY - 20, "", i -> part("n" + i, "")) + end);
    requests.lead(
        201,
        "multipart of line ends",
        any,
        MULTIPART,
        part("a", "\r\n--".repeat((BODY - 100) / 4)) + end);
    requests.lead(400, "multipart without an end", any, MULTIPART, "--x\r\n".repeat(BODY / 5));
  }

  private static String part(String name, String value) {
    return "--x\r\nContent-Disposition:form-data;name=%s\r\n\r\n%s\r\n".formatted(name, value);
  }

  private void xml() {
    requests.lead(201, "XML of elements", any, XML, xml("", text(BODY - 7, "", i -> "<a/>")));
    requests.lead(
        201,
        "XML of references",
        any,
        XML,
        xml("", "<a>" + "&#233;".repeat(BODY / 6 - 3) + "</a>"));
    requests.lead(400, "XML of attributes", any, XML, xml(attributes("a%d='b'"), ""));
    requests.lead(400, "XML of namespaces", any, XML, xml(attributes("xmlns:a%d='b'"), ""));
    requests.lead(400, "XML of a deep tree", any, XML, "<a>".repeat(BODY / 3));
  }

  private static String attributes(String attribute) {
    return text(BODY - 8, "", i -> ' ' + attribute.formatted(i));
  }

  private static String xml(String attributes, String inside) {
    return "<l" + attributes + ">" + inside + "</l>";
  }
}
