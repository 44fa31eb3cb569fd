package io.leadgate.domain;

/** What a token says by itself, by its signature, claims and times. */
public sealed interface Verdict permits AccessToken, AuthResult.Rejected {}
