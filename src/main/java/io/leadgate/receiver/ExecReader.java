package io.leadgate.receiver;

import io.leadgate.config.Settings;
import io.leadgate.loop.Pieces;
import io.leadgate.receiver.cut.BodyCut;
import io.leadgate.receiver.cut.CredentialNames;
import io.leadgate.receiver.cut.Cut;
import io.leadgate.receiver.cut.Level;
import io.leadgate.receiver.leadexec.V1Reader;
import io.leadgate.receiver.leadexec.V2Reader;
import io.leadgate.web.answer.Utf8;
import io.leadgate.web.body.BodyBound;
import io.leadgate.web.request.ContentType;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the body of one of LeadExec's formats. */
sealed interface ExecReader {

  /** The bound of a body of a known sender. */
  BodyBound bound(Settings.Limits limits);

  /**
   * The bound of a body without a good token, which may go to a campaign that asks for none.
   *
   * @param quarantine the bound of bodies that are quarantined
   */
  BodyBound strangersBound(Settings.Limits limits, BodyBound quarantine);

  ExecBody body(LeadPost post, Buffer body);

  /** LeadExec's V1: the query and the form of a lead. */
  record V1(V1Reader reader) implements ExecReader {

    private static final ContentType FORM = ContentType.parse(ContentType.FORM);

    @Override
    public BodyBound bound(Settings.Limits limits) {
      return BodyBound.of(limits.bodyBytes());
    }

    /** No longer than a lead may be, because such a body is a single lead. */
    @Override
    public BodyBound strangersBound(Settings.Limits limits, BodyBound quarantine) {
      return bound(limits);
    }

    @Override
    public ExecBody body(LeadPost post, Buffer body) {
      String query = Optional.ofNullable(post.request().query()).orElse("");
      ContentType type = post.contentType();
      return new ExecBody(
          body.length() + query.length(),
          false,
          Pieces.begunAt(() -> Pieces.done(reader.read(query, type, body.getBytes()))),
          leadType -> kept(query, type, body.getBytes(), CredentialNames.ofV1(leadType)));
    }

    /** The query and the body as one form; the body alone where it is no form and has no query. */
    private KeptBody kept(String query, ContentType type, byte[] body, CredentialNames names) {
      boolean isMultipart = type.kind() == ContentType.Kind.MULTIPART;
      Optional<byte[]> parts =
          isMultipart && !query.isEmpty() ? reader.form(type, body) : Optional.empty();
      ContentType bodyType = isMultipart && parts.isEmpty() ? type : FORM;
      byte[] bodyBytes = parts.orElse(body);
      return new KeptBody(
          !query.isEmpty() || body.length == 0 ? FORM : bodyType,
          query.length() + body.length,
          () ->
              BodyCut.of(FORM, query.getBytes(StandardCharsets.ISO_8859_1), names, Level.WITHIN)
                  .then(
                      ofQuery ->
                          BodyCut.of(bodyType, Utf8.withoutMark(bodyBytes), names, Level.BODY)
                              .then(ofBody -> Pieces.done(together(ofQuery, ofBody)))));
    }

    private static Cut together(Cut query, Cut body) {
      Buffer all = Buffer.buffer(query.body());
      if (all.length() > 0 && body.body().length > 0) {
        all.appendByte((byte) '&');
      }
      return new Cut(
          all.appendBytes(body.body()).getBytes(),
          Stream.concat(query.names().stream(), body.names().stream()).distinct().toList());
    }
  }

  /** LeadExec's V2. */
  record V2(V2Reader reader) implements ExecReader {

    private static final int LONG = 4_096;

    @Override
    public BodyBound bound(Settings.Limits limits) {
      return BodyBound.of(limits.arrayBytes());
    }

    @Override
    public BodyBound strangersBound(Settings.Limits limits, BodyBound quarantine) {
      return BodyBound.of(Math.max(limits.arrayBytes(), quarantine.bytesMax()));
    }

    @Override
    public ExecBody body(LeadPost post, Buffer body) {
      ContentType type = post.contentType();
      return new ExecBody(
          body.length(),
          body.length() > LONG,
          Pieces.begunAt(() -> reader.read(body.getBytes())),
          leadType ->
              new KeptBody(
                  type,
                  body.length(),
                  () ->
                      BodyCut.of(
                          type, body.getBytes(), CredentialNames.of(leadType), Level.V2_BODY)));
    }
  }
}
