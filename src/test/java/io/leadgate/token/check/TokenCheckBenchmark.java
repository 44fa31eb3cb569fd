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
 * What the check of a token costs that this node has in its local cache, beside what the cache
 * spares. Each call has headers of its own, made of bytes as for a request from the network: a
 * string that was seen before would know its hash. {@link #headers} is what making them costs, to
 * be taken off the other two.
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

  /** All of it: header, cache, expiry, the credential's state, and the counting of the check. */
  @Benchmark
  public AuthResult localHit(KnownTokens tokens) {
    AuthResult result =
        tokens.authenticate().check(tokens.nextHeaders(), Scope.LEAD_RECEIVER).result();
    if (result instanceof AuthResult.Authenticated) {
      return result;
    }
    throw new IllegalStateException("not a local hit");
  }

  /** Header, signature and claims; neither Redis nor the credential's state. */
  @Benchmark
  public Verdict signature(KnownTokens tokens) {
    if (PresentedToken.of(tokens.nextHeaders()) instanceof PresentedToken.One one
        && tokens.verifier().verify(one.jwt()).result() instanceof AccessToken token) {
      return token;
    }
    throw new IllegalStateException("not a good token");
  }
}
