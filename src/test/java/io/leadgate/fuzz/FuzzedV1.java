package io.leadgate.fuzz;

import static io.leadgate.fuzz.Oracle.must;

import io.leadgate.receiver.format.ParsedBody;
import io.leadgate.receiver.format.ParsedLead;
import io.leadgate.receiver.leadexec.ExecPost;
import io.leadgate.receiver.leadexec.V1Reader;
import io.leadgate.support.ContentTypes;
import io.leadgate.web.request.UrlEncoded;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares the reading of LeadExec's V1 with that of a form without LeadExec's own members. */
final class FuzzedV1 {

  private static final Set<String> OWN =
      Set.of("vid", "lid", "aid", "returnurl", "orderid", "password");
  private static final V1Reader READER = new V1Reader(Oracle.LIMITS.fields());

  private FuzzedV1() {}

  static void verify(byte[] body) {
    String query = new String(body, StandardCharsets.ISO_8859_1);
    ExecPost asForm = READER.read("", ContentTypes.FORM, body);
    ExecPost asQuery = READER.read(query, ContentTypes.FORM, new byte[0]);
    ExecPost asBoth = READER.read(query, ContentTypes.FORM, body);
    asForm.fault().ifPresent(fault -> Oracle.verify(fault, FuzzTypes.ANYTHING));
    if (asForm.fault().isEmpty() && !beginsWithMark(body)) {
      must(asQuery.fault().isEmpty(), "what is a form is a query");
      must(asQuery.source().equals(asForm.source()), "a query names the campaign as a form does");
      must(asBoth.source().equals(asForm.source()), "the same campaign twice is no contradiction");
      List<UrlEncoded.Pair> pairs = UrlEncoded.pairs(body).orElseThrow();
      check(asForm, pairs);
      check(asQuery, pairs);
    }
  }

  private static boolean beginsWithMark(byte[] body) {
    return body.length > 2 && body[0] == (byte) 0xEF;
  }

  private static void check(ExecPost post, List<UrlEncoded.Pair> pairs) {
    String left =
        pairs.stream()
            .filter(pair -> !OWN.contains(Oracle.lowerCase(pair.name())))
            .map(pair -> encoded(pair.name()) + "=" + encoded(pair.value()))
            .collect(Collectors.joining("&"));
    ParsedBody read = post.leads(FuzzTypes.EVERY, false).toEnd();
    Oracle.verify((ParsedLead) read, FuzzTypes.EVERY);
    if (!left.isEmpty() && read instanceof ParsedLead.Good good) {
      ParsedBody form =
          Oracle.parsed(ContentTypes.FORM, left.getBytes(StandardCharsets.UTF_8), FuzzTypes.EVERY);
      must(
          form instanceof ParsedLead.Good same
              && same.fields().equals(good.fields())
              && same.contact().equals(good.contact()),
          "a lead is read as the form of its fields");
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
