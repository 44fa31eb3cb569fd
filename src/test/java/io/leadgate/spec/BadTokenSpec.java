package io.leadgate.spec;

import static io.leadgate.support.http.AnswerAssertions.assertLeadIsAccepted;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.Jwt;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Http;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Posts leads with each kind of token that is bad by itself. The vendor gets a problem, and the
 * quarantine, which only an admin sees, keeps the whole request.
 */
class BadTokenSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Campaign CAMPAIGN = FIXTURES.campaign();
  private static final Credential CREDENTIAL = FIXTURES.credential("lead_receiver");
  private static final Jwt GOOD = Jwt.copyOf(FIXTURES.token(CREDENTIAL));
  private static final Http READER = GATEWAY.api().bearer(FIXTURES.token("data_api"));
  private static final String OTHER_KEY = "another-key-of-more-than-32-bytes-too";
  private static final String KID = "\"kid\":\"" + Jwt.kid(RunningGateway.SIGNING_KEY) + "\"";

  @ParameterizedTest
  @MethodSource({"noTokens", "headers", "headerMembers", "signatures", "payloads", "claims"})
  void badTokenIsRefusedAndTheWholeRequestIsKept(BadToken bad) {
    bad.assertRefusedAndKept(GATEWAY, CAMPAIGN, READER);
  }

  static Stream<BadToken> noTokens() {
    String[] parts = GOOD.signed().split("\\.", -1);
    return Stream.of(
        BadToken.unreadable("no token", null),
        BadToken.unreadable("an empty bearer", ""),
        BadToken.unreadable("garbage", "garbage"),
        BadToken.unreadable("dots", ".."),
        BadToken.unreadable("spaces inside", "a b c"),
        BadToken.unreadable("two segments", parts[0] + "." + parts[1]),
        BadToken.unreadable("four segments", GOOD.signed() + "." + parts[2]),
        BadToken.unreadable("five segments", "a.b.c.d.e"),
        BadToken.unreadable("long and nothing", "x".repeat(10_000)));
  }

  static Stream<BadToken> headers() {
    return Stream.of(
        BadToken.malformed("a header that is no JSON", GOOD.withHeader("{")),
        BadToken.malformed("a header that is an array", GOOD.withHeader("[]")),
        BadToken.malformed("an empty header", GOOD.withHeader("{}")),
        BadToken.malformed("a header and more", GOOD.withHeader(GOOD.header() + "{}")),
        BadToken.malformed("alg none, signed", GOOD.withHeaderMember("alg", "\"none\"")),
        new BadToken(
            "alg none, not signed",
            GOOD.withHeaderMember("alg", "\"none\"").unsigned(),
            "malformed_token",
            CREDENTIAL.clientId()),
        BadToken.malformed("alg None", GOOD.withHeaderMember("alg", "\"None\"")),
        BadToken.malformed(
            "alg HS512", GOOD.withHeaderMember("alg", "\"HS512\"").withMac("HmacSHA512")),
        BadToken.malformed("alg RS256", GOOD.withHeaderMember("alg", "\"RS256\"")),
        BadToken.malformed("alg hs256", GOOD.withHeaderMember("alg", "\"hs256\"")),
        BadToken.malformed("no alg", GOOD.withoutHeaderMember("alg")),
        BadToken.malformed("no kid", GOOD.withoutHeaderMember("kid")),
        BadToken.malformed("an empty kid", GOOD.withHeaderMember("kid", "\"\"")),
        BadToken.malformed("a kid that is a number", GOOD.withHeaderMember("kid", "1")),
        BadToken.malformed("no typ", GOOD.withoutHeaderMember("typ")),
        BadToken.malformed("typ at+jwt", GOOD.withHeaderMember("typ", "\"at+jwt\"")),
        BadToken.malformed("typ null", GOOD.withHeaderMember("typ", "null")),
        BadToken.malformed(
            "alg twice",
            GOOD.withHeader("{\"alg\":\"none\",\"alg\":\"HS256\",\"typ\":\"JWT\"," + KID + "}")),
        BadToken.malformed(
            "kid twice",
            GOOD.withHeader("{\"alg\":\"HS256\",\"typ\":\"JWT\"," + KID + "," + KID + "}")));
  }

  static Stream<BadToken> headerMembers() {
    return Stream.of(
            "\"jku\":\"http://127.0.0.1:1/keys\"",
            "\"x5u\":\"http://127.0.0.1:1/x\"",
            "\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAA\"}",
            "\"x5c\":[\"AAAA\"]",
            "\"crit\":[\"exp\"]",
            "\"b64\":false",
            "\"zip\":\"DEF\"",
            "\"nonce\":\"innocent\"")
        .map(
            more ->
                BadToken.malformed(
                    "with " + more.split("\"", 3)[1],
                    GOOD.withHeader(GOOD.header().replace("}", "," + more + "}"))));
  }

  static Stream<BadToken> signatures() {
    String[] parts = GOOD.signed().split("\\.", -1);
    String flipped = (parts[2].charAt(0) == 'A' ? "B" : "A") + parts[2].substring(1);
    return Stream.concat(
        Stream.of(
            BadToken.of("another key with our kid", GOOD.withKey(OTHER_KEY), "bad_signature"),
            BadToken.of(
                "another key with its kid",
                GOOD.withHeaderMember("kid", "\"" + Jwt.kid(OTHER_KEY) + "\"").withKey(OTHER_KEY),
                "unknown_key"),
            BadToken.of("signed with SHA-512", GOOD.withMac("HmacSHA512"), "bad_signature")),
        Stream.of(
                flipped,
                parts[2].substring(0, 20),
                "",
                "!",
                parts[2] + "AAAA",
                parts[2] + "=",
                withOtherUnusedBits(parts[2]))
            .map(
                signature ->
                    new BadToken(
                        "with the signature '" + signature + "'",
                        GOOD.unsigned() + signature,
                        "bad_signature",
                        CREDENTIAL.clientId())));
  }

  /** Another text of the same bytes: the last character of a signature has two unused bits. */
  private static String withOtherUnusedBits(String signature) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    int last = signature.length() - 1;
    return signature.substring(0, last)
        + alphabet.charAt(alphabet.indexOf(signature.charAt(last)) + 1);
  }

  /** Payloads that do not belong to their signature, or that cannot be read. */
  static Stream<BadToken> payloads() {
    String[] parts = GOOD.signed().split("\\.", -1);
    String more = GOOD.withClaim("scope", "\"account_api data_api lead_receiver\"").unsigned();
    return Stream.of(
        new BadToken(
            "a payload of its own", more + parts[2], "bad_signature", CREDENTIAL.clientId()),
        new BadToken("no base64", parts[0] + ".!!!." + parts[2], "bad_signature", null),
        new BadToken("no JSON", GOOD.withPayload("{").signed(), "bad_signature", null),
        new BadToken("no object", GOOD.withPayload("[1]").signed(), "bad_signature", null),
        new BadToken("empty", GOOD.withPayload("").signed(), "bad_signature", null));
  }

  static Stream<BadToken> claims() {
    return Stream.of(
        BadToken.of("expired long ago", GOOD.withClaim("exp", "1"), "expired"),
        BadToken.malformed("no exp", GOOD.withoutClaim("exp")),
        BadToken.malformed("exp as a string", GOOD.withClaim("exp", "\"4102444800\"")),
        BadToken.malformed("exp null", GOOD.withClaim("exp", "null")),
        BadToken.malformed("exp beyond all time", GOOD.withClaim("exp", "1e300")),
        BadToken.malformed("no iat", GOOD.withoutClaim("iat")),
        BadToken.malformed("iat as a string", GOOD.withClaim("iat", "\"1\"")),
        BadToken.malformed("another iss", GOOD.withClaim("iss", "\"another\"")),
        BadToken.malformed("no iss", GOOD.withoutClaim("iss")),
        BadToken.malformed("another aud", GOOD.withClaim("aud", "\"another\"")),
        BadToken.malformed("no aud", GOOD.withoutClaim("aud")),
        new BadToken(
            "sub no UUID", GOOD.withClaim("sub", "\"ada\"").signed(), "malformed_token", null),
        new BadToken(
            "sub a UUID without its zeros",
            GOOD.withClaim("sub", "\"1-1-1-1-1\"").signed(),
            "malformed_token",
            null),
        new BadToken("sub a number", GOOD.withClaim("sub", "1").signed(), "malformed_token", null),
        new BadToken("no sub", GOOD.withoutClaim("sub").signed(), "malformed_token", null),
        BadToken.malformed("no sid", GOOD.withoutClaim("sid")),
        BadToken.malformed("sid no UUID", GOOD.withClaim("sid", "\"1\"")),
        BadToken.malformed("no epoch", GOOD.withoutClaim("epoch")),
        BadToken.malformed("epoch as a string", GOOD.withClaim("epoch", "\"1\"")),
        BadToken.malformed("no jti", GOOD.withoutClaim("jti")),
        BadToken.malformed("jti a UUID without its zeros", GOOD.withClaim("jti", "\"1-1-1-1-1\"")),
        BadToken.malformed("jti no UUID", GOOD.withClaim("jti", "\"1\"")),
        BadToken.malformed("no scope", GOOD.withoutClaim("scope")),
        BadToken.malformed("a scope that there is not", GOOD.withClaim("scope", "\"everything\"")));
  }

  /**
   * Each bad token differs from this good token in a single part, which is the reason of the
   * refusal.
   */
  @Test
  void goodTokenStoresItsLead() {
    String token = GOOD.withFreshId().signed();

    assertLeadIsAccepted(GATEWAY.api().bearer(token), FIXTURES.campaign());
  }

  @AfterAll
  static void assertThatTheNextGoodLeadIsAccepted() {
    assertLeadIsAccepted(GATEWAY.api().bearer(FIXTURES.token(CREDENTIAL)), FIXTURES.campaign());
  }
}
