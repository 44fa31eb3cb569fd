package io.leadgate.receiver;

import io.leadgate.budget.Share;
import io.leadgate.catalog.CurrentCatalog.Knowledge;
import io.leadgate.domain.AuthResult;
import io.leadgate.domain.Refusal;
import io.leadgate.token.check.SenderCheck;
import io.leadgate.web.edge.Edge;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Supplier;

/**
 * Knows the senders and campaigns of posts, and how old this knowledge is. A body may take half a
 * minute to arrive; a change meanwhile applies to every lead that is stored after it, so a sender
 * is judged again. Confined to one event loop.
 */
public final class Senders {

  static final String UNKNOWN =
      "The state of campaigns and credentials is not known now; send the lead again in a moment.";

  private final Supplier<Knowledge> catalog;
  private final Supplier<Future<Void>> catchUp;
  private final SenderCheck check;

  /**
   * @param catchUp makes the catalogue fresh enough to refuse by
   */
  public Senders(Supplier<Knowledge> catalog, Supplier<Future<Void>> catchUp, SenderCheck check) {
    this.catalog = catalog;
    this.catchUp = catchUp;
    this.check = check;
  }

  Knowledge now() {
    return catalog.get();
  }

  /** Decides which client sent a request. Never fails. */
  Future<? extends AuthResult> of(HttpServerRequest request) {
    return check.check(request.headers());
  }

  /** Judges a sender by what is known now. */
  AuthResult again(AuthResult before) {
    return before instanceof AuthResult.Known known ? check.judgeAgain(known) : before;
  }

  /** Tells the edge of the caller, so that operators learn which vendor is refused. */
  static void record(HttpServerRequest request, AuthResult auth) {
    Edge.callerIs(request.connection(), auth.provenClientId());
    if (auth instanceof AuthResult.Known) {
      Edge.carriedGoodToken(request.connection(), Share.VENDORS);
    }
  }

  /** Refuses a post by what was known, if that is still so. */
  Future<Void> ifStillKnown(LeadPost post, Knowledge before, Supplier<Future<Void>> refusal) {
    return isStillKnown(post.request(), before)
        .compose(
            still -> still ? refusal.get() : post.refuse(Refusal.STORAGE_UNAVAILABLE, UNKNOWN));
  }

  /**
   * Whether what was known is still so. A refusal by knowledge that is too old to be believed is
   * told only then, because no later step asks again, as the storage of a lead does.
   */
  Future<Boolean> isStillKnown(HttpServerRequest request, Knowledge before) {
    if (!before.isAged()) {
      return Future.succeededFuture(true);
    }
    request.pause();
    return catchUp.get().map(fresh -> catalog.get().isSameAs(before)).otherwise(false);
  }
}
