package io.leadgate.token.check;

import io.leadgate.domain.AccessToken;
import io.leadgate.domain.AuthResult;
import io.leadgate.domain.Scope;
import io.leadgate.domain.Verdict;
import io.vertx.core.MultiMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures the check of a token that is in this node's local cache, beside the verification that
 * the cache saves. Each call has new headers made of bytes, like a request from the network,
 * because a known string would remember its hash. {@link #headers} measures the cost of making
 * headers, which is to be subtracted from the other two results.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(1)
public class TokenCheckBenchmark {

  @Benchmark
  public MultiMap headers(KnownTokens tokens) {
    return tokens.nextHeaders();
  }

  /** The whole check: header, cache, expiry, the credential's state, and the metrics. */
  @Benchmark
  public AuthResult localHit(KnownTokens tokens) {
    AuthResult result =
        tokens.authenticate().authenticate(tokens.nextHeaders(), Scope.LEAD_RECEIVER).result();
    if (result instanceof AuthResult.Authenticated) {
      return result;
    }
    throw new IllegalStateException("not a local hit");
  }

  /** The verification: header, signature and claims, without Redis and the credential's state. */
  @Benchmark
  public Verdict signature(KnownTokens tokens) {
    if (PresentedToken.of(tokens.nextHeaders()) instanceof PresentedToken.One one
        && tokens.verifier().verify(one.jwt()).result() instanceof AccessToken token) {
      return token;
    }
    throw new IllegalStateException("not a good token");
  }
}
