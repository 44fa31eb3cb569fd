package io.leadgate.signin;

import java.time.Instant;

/**
 * A sign-in by the identity provider that is under way, which the browser keeps.
 *
 * @param state by which the provider's answer is known to belong to this browser
 * @param nonce by which the ID token is known to belong to this sign-in
 * @param verifier the secret of PKCE
 * @param next the path to go to then
 */
public record OidcAttempt(
    String state, String nonce, String verifier, String next, Instant expiresAt) {}
