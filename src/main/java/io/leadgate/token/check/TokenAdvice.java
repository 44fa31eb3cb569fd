package io.leadgate.token.check;

import io.leadgate.domain.AuthResult;
import io.leadgate.domain.QuarantineReason;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.Scope;

/** Tells the sender of a refused token what to do. */
public final class TokenAdvice {

  private static final String GET_TOKEN =
      "Get a token at /v1/authorization/token and send it as Authorization: Bearer.";

  private static final String SEND_KEY =
      "Send the secret of a credential that was created for static keys, in api-key or in HTTP"
          + " Basic behind its client id.";

  private TokenAdvice() {}

  public static String of(AuthResult.Rejected why, Scope needed) {
    if (why.ofKey()) {
      return ofKey(why);
    }
    if (why.reason().refusal() == Refusal.INSUFFICIENT_SCOPE) {
      return "The token lacks the scope %s.".formatted(needed.code());
    }
    return why.fault().isEmpty() ? GET_TOKEN : why.fault() + ' ' + GET_TOKEN;
  }

  /** An unknown key and the key of a disabled credential get one answer. */
  private static String ofKey(AuthResult.Rejected why) {
    if (why.reason() == QuarantineReason.NOT_A_STATIC_KEY) {
      return "The secret is right, but its credential was not created for static keys. "
          + GET_TOKEN;
    }
    return (why.fault().isEmpty() ? "The static key is not valid." : why.fault()) + ' ' + SEND_KEY;
  }
}
