package io.leadgate.support.http;

import io.leadgate.support.log.UsedValues;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Sends bytes on a connection that an HTTP client would not send, and reads the answers. Each
 * answer is checked against the server's contract for the next request line that was sent, or,
 * where no request line can be read, for bytes that are not a request.
 */
public final class RawConnection implements AutoCloseable {

  private static final int SILENCE_MILLIS_MAX = 10_000;
  private static final Pattern REQUEST_LINE =
      Pattern.compile(
          "^([A-Z]+) (?:http://[^/\\s]+)?(/\\S*) HTTP/[0-9]\\.[0-9]\r\n", Pattern.MULTILINE);

  private final Socket socket = new Socket();
  private final Contract contract;
  private final InputStream in;
  private final Deque<MatchResult> unanswered = new ArrayDeque<>();

  private RawConnection(InetAddress from, int port, Contract contract) throws IOException {
    this.contract = contract;
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), SILENCE_MILLIS_MAX);
    socket.setSoTimeout(SILENCE_MILLIS_MAX);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  public static RawConnection to(Http server) {
    return from("127.0.0.1", server);
  }

  /**
   * @param address the address of this machine to connect from, such as 127.0.0.2
   */
  public static RawConnection from(String address, Http server) {
    try {
      return new RawConnection(InetAddress.getByName(address), server.port(), server.contract());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a single request on its own connection, and reads the answer. */
  public static Answer answer(Http server, String request) {
    try (RawConnection connection = to(server)) {
      return connection.send(request).answer();
    }
  }

  /**
   * Sends each character as a byte. Lines may end with CR LF or with LF, which is sent as CR LF.
   */
  public RawConnection send(String text) {
    return send(
        text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  public RawConnection send(byte[] bytes) {
    UsedValues.collectFromBytes(new String(bytes, StandardCharsets.ISO_8859_1));
    try {
      REQUEST_LINE
          .matcher(new String(bytes, StandardCharsets.ISO_8859_1))
          .results()
          .forEach(unanswered::add);
      socket.getOutputStream().write(bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads an answer; the Content-Length tells the length of its body. */
  public Answer answer() {
    try {
      String[] status = line().split(" ", 3);
      Map<String, List<String>> headers = new HashMap<>();
      for (String line = line(); !line.isEmpty(); line = line()) {
        String[] pair = line.split(": *", 2);
        headers
            .computeIfAbsent(pair[0].toLowerCase(Locale.ROOT), name -> new ArrayList<>())
            .add(pair[1]);
      }
      int length =
          Integer.parseInt(headers.getOrDefault("content-length", List.of("0")).getFirst());
      String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
      return documentedAnswer(
          new Answer(
              Integer.parseInt(status[1]), HttpHeaders.of(headers, (name, value) -> true), body));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer documentedAnswer(Answer answer) {
    MatchResult request = unanswered.poll();
    if (request == null) {
      contract.assertDocumentedWithoutRequest(answer);
    } else {
      contract.assertDocumented(request.group(1), request.group(2), answer);
    }
    return answer;
  }

  /** Reads an answer that has only a status line, such as 100. */
  public String statusLine() {
    try {
      String status = line();
      line();
      return status;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the server ends the connection without sending anything more; fails at a reset. */
  public boolean isEnded() {
    try {
      return in.read() < 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the server closes the connection without sending anything more. */
  public boolean isClosedByServer() {
    try {
      return in.read() < 0;
    } catch (SocketException reset) {
      return true;
    } catch (IOException stillOpen) {
      return false;
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException(
            "the connection was closed in the middle of an answer, after: " + line);
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).strip();
  }

  /** Closes the connection at once with a reset. */
  public void reset() {
    try {
      socket.setSoLinger(true, 0);
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
    close();
  }

  /** Closes the connection at once, even in the middle of a request. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
