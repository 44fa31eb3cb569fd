package io.leadgate.domain;

/** The verdict on a token alone, by its signature, claims and times. */
public sealed interface Verdict permits AccessToken, AuthResult.Rejected {}
