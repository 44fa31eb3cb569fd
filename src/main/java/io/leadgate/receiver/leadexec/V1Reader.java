package io.leadgate.receiver.leadexec;

import io.leadgate.domain.LeadType;
import io.leadgate.domain.Refusal;
import io.leadgate.loop.Pieces;
import io.leadgate.receiver.format.MultipartForm;
import io.leadgate.receiver.format.ParsedBody;
import io.leadgate.receiver.format.ParsedLead;
import io.leadgate.receiver.format.TextLead;
import io.leadgate.web.answer.Utf8;
import io.leadgate.web.request.ContentType;
import io.leadgate.web.request.Mislabelled;
import io.leadgate.web.request.UrlEncoded;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads LeadExec's V1: a query, a form, or both. Each member is a field of the lead, but for the
 * campaign's numbers and for what LeadExec itself reads. Confined to one event loop.
 */
public final class V1Reader {

  /** Members that LeadExec reads besides the campaign; nothing is ever sent to the return URL. */
  private static final Set<String> PASSED_OVER = Set.of("returnurl", "orderid");

  private final MultipartForm multipart = new MultipartForm();
  private final int fieldsMax;

  public V1Reader(int fieldsMax) {
    this.fieldsMax = fieldsMax;
  }

  /**
   * Reads a post.
   *
   * @param query the query as it came; empty if there is none
   * @param contentType the type of the body, which is a form or multipart unless the body is empty
   */
  public ExecPost read(String query, ContentType contentType, byte[] body) {
    Optional<List<UrlEncoded.Pair>> ofQuery = UrlEncoded.pairsOfQuery(query);
    Read ofBody = pairs(contentType, Utf8.withoutMark(body));
    Optional<ParsedLead.Bad> fault =
        ofQuery.isEmpty()
            ? Optional.of(
                ParsedLead.Bad.malformed(
                    "The query is not valid UTF-8, once its per cent signs are decoded."))
            : ofBody.fault();
    List<UrlEncoded.Pair> pairs = new ArrayList<>(ofQuery.orElseGet(() -> readable(query)));
    pairs.addAll(ofBody.pairs());
    return post(pairs, fault);
  }

  /**
   * The pairs that can be read of a form with others, so that the campaign is known all the same.
   */
  private static List<UrlEncoded.Pair> readable(String form) {
    return Stream.of(form.split("&", -1))
        .flatMap(pair -> UrlEncoded.pairsOfQuery(pair).stream())
        .flatMap(List::stream)
        .toList();
  }

  /** The parts of a multipart body as a form; empty if the parts cannot be read. */
  public Optional<byte[]> form(ContentType contentType, byte[] body) {
    return multipart.read(contentType, body) instanceof MultipartForm.Read.Pairs read
        ? Optional.of(
            read.pairs().stream()
                .map(pair -> encoded(pair.name()) + '=' + encoded(pair.value()))
                .collect(Collectors.joining("&"))
                .getBytes(StandardCharsets.US_ASCII))
        : Optional.empty();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private record Read(List<UrlEncoded.Pair> pairs, Optional<ParsedLead.Bad> fault) {
    static Read bad(ParsedLead.Bad fault) {
      return new Read(List.of(), Optional.of(fault));
    }
  }

  private Read pairs(ContentType contentType, byte[] body) {
    if (body.length == 0) {
      return new Read(List.of(), Optional.empty());
    }
    Optional<String> mislabelled = Mislabelled.detail(contentType.kind(), body);
    if (mislabelled.isPresent()) {
      return Read.bad(
          new ParsedLead.Bad(Refusal.UNSUPPORTED_MEDIA_TYPE, mislabelled.get(), List.of()));
    }
    if (contentType.kind() == ContentType.Kind.MULTIPART) {
      return switch (multipart.read(contentType, body)) {
        case MultipartForm.Read.Pairs read -> new Read(read.pairs(), Optional.empty());
        case MultipartForm.Read.Bad bad -> Read.bad(bad.fault());
      };
    }
    return UrlEncoded.pairs(body)
        .map(pairs -> new Read(pairs, Optional.empty()))
        .orElseGet(
            () ->
                new Read(
                    readable(new String(body, StandardCharsets.ISO_8859_1)),
                    Optional.of(ParsedLead.Bad.malformed(UrlEncoded.fault(body)))));
  }

  private Post post(List<UrlEncoded.Pair> pairs, Optional<ParsedLead.Bad> fault) {
    Source.Reader numbers = new Source.Reader();
    List<UrlEncoded.Pair> fields = new ArrayList<>();
    for (UrlEncoded.Pair pair : pairs) {
      if (Source.isNumber(pair.name())) {
        numbers.take(pair.name(), pair.value());
      } else if (!PASSED_OVER.contains(pair.name().toLowerCase(Locale.ROOT))) {
        fields.add(pair);
      }
    }
    return new Post(numbers.source(), fields, fault, fieldsMax);
  }

  private record Post(
      Source source, List<UrlEncoded.Pair> fields, Optional<ParsedLead.Bad> fault, int fieldsMax)
      implements ExecPost {

    @Override
    public Pieces<ParsedBody> leads(LeadType type, boolean referenceIsKey) {
      TextLead lead = TextLead.ofV1(type, fieldsMax);
      fields.forEach(pair -> lead.field(pair.name(), pair.value()));
      return Pieces.done(lead.result());
    }
  }
}
