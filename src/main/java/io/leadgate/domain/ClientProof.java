package io.leadgate.domain;

import java.util.UUID;

/** The proof by which a client has shown that it sent a request: a token or a static key. */
public sealed interface ClientProof permits AccessToken, StaticKey {

  UUID clientId();

  /** The id of the client secret with which the token was requested, or which is the key. */
  UUID secretId();
}
