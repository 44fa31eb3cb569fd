import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/**
 * Tests whether the time of a refusal tells its reason: {@code java TokenTiming.java <gateway>
 * <client id> <secret> <disabled client id> <its secret> <calls>}. An unknown client, a wrong
 * secret and a disabled credential ask for a token in random turns on one connection, with the
 * right secret among them as the control. Prints the times of each kind, the differences between
 * kinds and between two random halves of a kind, and PASS or FAIL for each pair.
 */
final class TokenTiming {

  private static final double RATIO_MAX = 0.05;
  private static final double MICROS_MAX = 10;
  private static final int SPLITS = 1000;

  private final List<Kind> kinds;
  private final Socket socket;
  private final InputStream in;

  /** A request that is repeated byte by byte, as by a caller that tries a client id. */
  private record Kind(String name, byte[] request, double[] micros) {

    static Kind of(String name, URI gateway, String clientId, String secret, int calls) {
      String form =
          "grant_type=client_credentials&client_id=%s&client_secret=%s".formatted(clientId, secret);
      String request =
          """
          POST /oauth2/token HTTP/1.1\r
          Host: %s\r
          Content-Type: application/x-www-form-urlencoded\r
          Content-Length: %d\r
          \r
          %s"""
              .formatted(gateway.getAuthority(), form.length(), form);
      return new Kind(name, request.getBytes(StandardCharsets.US_ASCII), new double[calls]);
    }

    double quantile(double part) {
      return TokenTiming.quantile(micros, part);
    }
  }

  private TokenTiming(URI gateway, List<Kind> kinds) throws IOException {
    this.kinds = kinds;
    this.socket = new Socket(gateway.getHost(), gateway.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(10_000);
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  public static void main(String[] arguments) throws IOException {
    Locale.setDefault(Locale.ROOT);
    int calls = Integer.parseInt(arguments[5]);
    URI gateway = URI.create(arguments[0]);
    String unknown = UUID.randomUUID().toString();
    String wrong = "lgs_" + (UUID.randomUUID() + "-" + UUID.randomUUID()).substring(0, 43);
    List<Kind> kinds =
        List.of(
            Kind.of("unknown client", gateway, unknown, arguments[2], calls),
            Kind.of("wrong secret", gateway, arguments[1], wrong, calls),
            Kind.of("disabled", gateway, arguments[3], arguments[4], calls),
            Kind.of("right secret", gateway, arguments[1], arguments[2], calls));
    TokenTiming run = new TokenTiming(gateway, kinds);
    run.ask(calls); // Warms up; the second call overwrites the times.
    run.ask(calls);
    for (Kind kind : kinds) {
      Arrays.sort(kind.micros());
    }
    run.judge();
  }

  private void ask(int calls) throws IOException {
    List<Kind> turns = new ArrayList<>(kinds);
    String refusal = "";
    for (int i = 0; i < calls; i++) {
      Collections.shuffle(turns);
      for (Kind kind : turns) {
        long began = System.nanoTime();
        socket.getOutputStream().write(kind.request());
        String answer = answer();
        kind.micros()[i] = (System.nanoTime() - began) / 1e3;
        boolean good = kind == kinds.getLast();
        if (!answer.startsWith(good ? "200 {" : "401 {")
            || !good && !refusal.isEmpty() && !answer.equals(refusal)) {
          throw new IOException(kind.name() + " was answered " + answer);
        }
        refusal = good ? refusal : answer;
      }
    }
  }

  /** Reads an answer: its status and its body. */
  private String answer() throws IOException {
    int length = 0;
    String status = line().split(" ", -1)[1];
    for (String header = line(); !header.isEmpty(); header = line()) {
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(header.substring("content-length:".length()).strip());
      }
    }
    return status + " " + new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new EOFException("the gateway closed the connection");
      }
      line.append((char) octet);
    }
    return line.toString().strip();
  }

  private void judge() {
    System.out.printf(
        "%-15s %6s %8s %8s %8s %12s%n", "µs", "calls", "p10", "median", "p90", "middle half");
    for (Kind kind : kinds) {
      System.out.printf(
          "%-15s %6d %8.1f %8.1f %8.1f %12.1f%n",
          kind.name(),
          kind.micros().length,
          kind.quantile(0.1),
          kind.quantile(0.5),
          kind.quantile(0.9),
          middle(kind.micros()));
    }
    double noise = kinds.stream().limit(3).mapToDouble(TokenTiming::noise).max().orElseThrow();
    System.out.printf(
        "two random halves of one kind of the first three: medians within %.1f µs, 99 times of 100%n",
        noise);
    System.out.println(
        "not judged: " + difference(kinds.getLast(), kinds.get(1)) + " (it gets a token)");
    for (int i = 0; i < 3; i++) {
      Kind one = kinds.get(i);
      Kind other = kinds.get((i + 1) % 3);
      boolean alike =
          alike(one.quantile(0.5), other.quantile(0.5))
              && alike(middle(one.micros()), middle(other.micros()));
      System.out.printf(
          "%s %s; both under %.0f %% and %.0f µs%n",
          alike ? "PASS" : "FAIL", difference(one, other), RATIO_MAX * 100, MICROS_MAX);
    }
  }

  private static boolean alike(double one, double other) {
    double difference = Math.abs(one - other);
    return difference < MICROS_MAX && difference < RATIO_MAX * Math.min(one, other);
  }

  private static String difference(Kind one, Kind other) {
    double before = other.quantile(0.5);
    double difference = one.quantile(0.5) - before;
    return "%s and %s: medians differ by %.1f µs (%.1f %%), means of the middle half by %.1f µs"
        .formatted(
            one.name(),
            other.name(),
            difference,
            difference / before * 100,
            middle(one.micros()) - middle(other.micros()));
  }

  private static double quantile(double[] sorted, double part) {
    return sorted[(int) (sorted.length * part)];
  }

  /** The mean between the quartiles, which leaves out the few calls that were disturbed. */
  private static double middle(double[] sorted) {
    return Arrays.stream(sorted, sorted.length / 4, sorted.length * 3 / 4).average().orElseThrow();
  }

  /** The difference of the medians of two random halves of a kind, at the 99th percentile. */
  private static double noise(Kind kind) {
    Random random = new Random();
    double[] differences = new double[SPLITS];
    List<Double> all = new ArrayList<>(Arrays.stream(kind.micros()).boxed().toList());
    for (int i = 0; i < SPLITS; i++) {
      Collections.shuffle(all, random);
      int half = all.size() / 2;
      differences[i] = Math.abs(median(all.subList(0, half)) - median(all.subList(half, 2 * half)));
    }
    Arrays.sort(differences);
    return quantile(differences, 0.99);
  }

  private static double median(List<Double> values) {
    return quantile(values.stream().mapToDouble(value -> value).sorted().toArray(), 0.5);
  }
}
