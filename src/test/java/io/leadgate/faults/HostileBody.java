package io.leadgate.faults;

import io.leadgate.support.Fixtures.Campaign;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * A body that is made to fill the memory.
 *
 * @param headers the header lines beside those that every request has
 * @param statuses the statuses that count as the right answer
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record HostileBody(
    String name, Campaign campaign, String headers, byte[] body, List<Integer> statuses) {

  byte[] request() {
    return request(campaign.leads(), headers, body);
  }

  static byte[] request(String path, String headers, byte[] body) {
    String head =
        "POST %s HTTP/1.1\r\nHost: x\r\n%s\r\nContent-Length: %d\r\n\r\n"
            .formatted(path, headers, body.length);
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
    request.writeBytes(body);
    return request.toByteArray();
  }

  /** Sends a request on a connection of its own, and reads the status of the answer. */
  static int status(int port, byte[] request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      try {
        out.write(request);
      } catch (IOException refusedAlready) {
        // The answer can still be read.
      }
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      return Integer.parseInt(in.readLine().split(" ", 3)[1]);
    }
  }

  @Override
  public String toString() {
    return name;
  }

  /** A JSON object of that length with as many fields as possible. */
  static String fields(int length) {
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; json.length() < length - 24; i++) {
      json.append("\"").append(Integer.toString(i, 36)).append("\":1,");
    }
    json.append("\"last\":\"");
    return json.append("x".repeat(length - json.length() - 2)).append("\"}").toString();
  }

  /** The start and that many spaces, compressed with gzip. */
  static byte[] bomb(String start, int spaces) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(bytes(start));
      byte[] blank = bytes(" ".repeat(1 << 20));
      for (int written = 0; written < spaces; written += blank.length) {
        gzip.write(blank);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
