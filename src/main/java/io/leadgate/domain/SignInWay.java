package io.leadgate.domain;

/** The way by which an admin has proved its name. */
public enum SignInWay implements Coded {
  /** By a password that this gateway keeps. */
  PASSWORD,
  /** By an identity provider. */
  PROVIDER,
  /** By a trusted proxy, which proves each request anew. */
  PROXY;
}
