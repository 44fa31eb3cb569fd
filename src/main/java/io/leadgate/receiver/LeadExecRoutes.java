package io.leadgate.receiver;

import io.leadgate.domain.PostFormat;
import io.leadgate.domain.Refusal;
import io.leadgate.receiver.leadexec.V1Reader;
import io.leadgate.receiver.leadexec.V2Reader;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.web.answer.Problem;
import io.leadgate.web.request.ContentType;
import io.leadgate.web.request.MediaType;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Answers the calls of LeadExec's V1 and V2: looks at the head of a request, and passes it on to
 * {@link LeadExecHandler}. Confined to one event loop.
 */
public final class LeadExecRoutes {

  private static final String V1_TAKEN = ContentType.FORM + ", " + ContentType.MULTIPART;

  private final LeadExecHandler posts;
  private final ExecReader v1;
  private final ExecReader v2;
  private final InstantSource clock;
  private final Telemetry telemetry;

  public LeadExecRoutes(
      LeadExecHandler posts, V1Reader v1, V2Reader v2, InstantSource clock, Telemetry telemetry) {
    this.posts = posts;
    this.v1 = new ExecReader.V1(v1);
    this.v2 = new ExecReader.V2(v2);
    this.clock = clock;
    this.telemetry = telemetry;
  }

  /** Answers {@code POST /v2/insert/general}. */
  public Handler<RoutingContext> v2() {
    return context -> {
      HttpServerRequest request = context.request();
      ContentType contentType = ContentType.of(request);
      boolean isTest = TestParameter.isSet(request);
      if (!contentType.is(ContentType.Kind.JSON)) {
        MediaType.refuse(
            context.response(), ContentType.JSON, "gzip", contentType.refusal(ContentType.JSON));
      } else if (!isCodingTaken(request)) {
        MediaType.refuse(
            context.response(),
            ContentType.JSON,
            "gzip",
            MediaType.codingRefusal(request, "plain or in gzip"));
      } else {
        posts.take(
            new LeadPost(
                context,
                contentType,
                isTest,
                PostFormat.V2,
                JsonForm.INSTANCE,
                clock.millis(),
                telemetry),
            v2);
      }
    };
  }

  /** Answers {@code GET} and {@code POST /processor/insert/{method}} and its suffixes. */
  public Handler<RoutingContext> v1() {
    return this::v1;
  }

  private void v1(RoutingContext context) {
    HttpServerRequest request = context.request();
    V1Form form = form(context);
    if (!isMethod(context.pathParam("method")) || !isFormat(context.pathParam("format"))) {
      Problem.of(
              Refusal.NOT_FOUND,
              "LeadExec's calls are general and AutoRedirect, and their endings are xml and json.")
          .send(context.response());
      return;
    }
    ContentType contentType = ContentType.of(request);
    if (hasBody(request) && !isForm(contentType)) {
      refuse415(context, form, contentType.refusal("one of " + V1_TAKEN));
    } else if (!isCodingTaken(request)) {
      refuse415(context, form, MediaType.codingRefusal(request, "plain or in gzip"));
    } else {
      posts.take(
          new LeadPost(context, contentType, false, PostFormat.V1, form, clock.millis(), telemetry),
          v1);
    }
  }

  /** Refuses another method in the form of V1. A link checker's HEAD must make no lead. */
  public Handler<RoutingContext> v1Refusal(String allowed) {
    return context ->
        form(context)
            .refuse(
                context.response(),
                Problem.of(Refusal.METHOD_NOT_ALLOWED, "Allowed here: " + allowed + "."));
  }

  private static void refuse415(RoutingContext context, V1Form form, String detail) {
    context
        .response()
        .putHeader(HttpHeaders.ACCEPT, V1_TAKEN)
        .putHeader(HttpHeaders.ACCEPT_ENCODING, "gzip");
    form.refuse(context.response(), Problem.of(Refusal.UNSUPPORTED_MEDIA_TYPE, detail));
  }

  private static V1Form form(RoutingContext context) {
    String format = context.pathParam("format");
    return format != null && format.toLowerCase(Locale.ROOT).equals("json")
        ? V1Form.JSON
        : V1Form.XML;
  }

  private static boolean isMethod(String method) {
    return method.equalsIgnoreCase("general") || method.equalsIgnoreCase("AutoRedirect");
  }

  private static boolean isFormat(@Nullable String format) {
    return format == null || format.equalsIgnoreCase("xml") || format.equalsIgnoreCase("json");
  }

  private static boolean isForm(ContentType type) {
    return type.is(ContentType.Kind.FORM) || type.is(ContentType.Kind.MULTIPART);
  }

  private static boolean hasBody(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null
        || (length != null && !length.strip().matches("0+"));
  }

  private static boolean isCodingTaken(HttpServerRequest request) {
    return MediaType.isGzip(request) || MediaType.isNotEncoded(request);
  }
}
