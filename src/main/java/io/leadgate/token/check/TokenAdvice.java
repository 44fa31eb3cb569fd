package io.leadgate.token.check;

import io.leadgate.domain.AuthResult;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.Scope;

/** Tells the sender of a refused token what to do. */
public final class TokenAdvice {

  private static final String GET_TOKEN =
      "Get a token at /v1/authorization/token and send it as Authorization: Bearer.";

  private TokenAdvice() {}

  public static String of(AuthResult.Rejected why, Scope needed) {
    if (why.reason().refusal() == Refusal.INSUFFICIENT_SCOPE) {
      return "The token lacks the scope %s.".formatted(needed.code());
    }
    return why.fault().isEmpty() ? GET_TOKEN : why.fault() + ' ' + GET_TOKEN;
  }
}
