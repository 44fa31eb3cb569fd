package io.leadgate.fuzz;

import static io.leadgate.fuzz.Oracle.must;

import io.leadgate.domain.FieldError;
import io.leadgate.receiver.format.LeadParser;
import io.leadgate.receiver.format.ParsedBody;
import io.leadgate.receiver.leadexec.ExecPost;
import io.leadgate.receiver.leadexec.V2Reader;
import io.leadgate.support.ContentTypes;
import io.leadgate.web.answer.Utf8;
import java.util.List;
import java.util.Optional;

/** Compares the reading of LeadExec's V2 with {@link StrictJson}. */
final class FuzzedV2 {

  private static final int DEPTH_MAX = 1_000;
  private static final V2Reader READER =
      new V2Reader(new LeadParser(Oracle.LIMITS), Oracle.LIMITS.arrayItems());

  private FuzzedV2() {}

  static void verify(byte[] body) {
    ExecPost post = READER.read(body).toEnd();
    for (FieldError error : post.source().errors()) {
      must(error.message().startsWith(error.field() + " "), "a message begins with its field");
    }
    post.fault().ifPresent(fault -> Oracle.verify(fault, FuzzTypes.ANYTHING));
    Optional<String> text = Utf8.decode(Utf8.withoutMark(body));
    Optional<JsonTree> tree = text.flatMap(json -> StrictJson.read(json, DEPTH_MAX));
    if (tree.isPresent() && tree.get() instanceof JsonTree.Members envelope) {
      checkLeads(text.get(), envelope, post);
    } else {
      must(post.fault().isPresent(), "what is no JSON object is refused");
    }
  }

  private static void checkLeads(String text, JsonTree.Members envelope, ExecPost post) {
    List<JsonTree.Items> arrays =
        named(envelope, "leads").stream()
            .filter(JsonTree.Items.class::isInstance)
            .map(JsonTree.Items.class::cast)
            .toList();
    List<JsonTree> leads = arrays.stream().flatMap(array -> array.list().stream()).toList();
    if (arrays.isEmpty() || leads.size() > Oracle.LIMITS.arrayItems()) {
      must(post.fault().isPresent(), "a body without an array of leads, or with many, is refused");
      return;
    }
    must(post.fault().isEmpty(), "a JSON object with an array of leads is read");
    ParsedBody read = post.leads(FuzzTypes.EVERY, false).toEnd();
    List<ParsedBody.Item> items = ((ParsedBody.Leads) read).items();
    must(items.size() == leads.size(), "there are as many leads as elements");
    for (int i = 0; i < items.size(); i++) {
      check(text, leads.get(i), items.get(i));
    }
  }

  private static void check(String text, JsonTree lead, ParsedBody.Item item) {
    List<JsonTree> fields =
        lead instanceof JsonTree.Members members
            ? named(members, "fields").stream().filter(JsonTree.Members.class::isInstance).toList()
            : List.of();
    if (fields.size() != 1) {
      must(FuzzedJson.isMalformed(item.lead()), "a lead has one object of fields");
    } else if (item.reference().isPresent() || !FuzzedJson.isMalformed(item.lead())) {
      String alone = text.substring(fields.getFirst().from(), fields.getFirst().to());
      must(
          Oracle.parsed(ContentTypes.JSON, FuzzedJson.bytes(alone), FuzzTypes.EVERY)
              .equals(item.lead()),
          "fields are read as they would be alone");
    }
    item.reference()
        .ifPresent(
            reference ->
                must(
                    GoodFields.isSane(reference)
                        && !reference.isBlank()
                        && reference.length() <= 255,
                    "a reference can be stored"));
  }

  private static List<JsonTree> named(JsonTree.Members members, String name) {
    return members.list().stream()
        .filter(member -> member.name().equalsIgnoreCase(name))
        .map(JsonTree.Member::value)
        .toList();
  }
}
