import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends large leads to two nodes at once, beside small leads: {@code java LargeLeads.java <ports>
 * <campaign of large leads> <token> <campaign of small leads> <another token> <file of a small
 * lead> <number of large leads> <directory>}. Each large lead is 64 KiB of two-digit numbers on a
 * connection of its own, which is open before; each second large lead has an idempotency key. Four
 * threads send small leads, one after the other: for ten seconds alone, and until the last large
 * lead is answered.
 *
 * <p>Prints {@code LARGE} with the seconds from the first byte to the last answer, {@code SMALL}
 * with the number, the median, the 99th percentile and the maximum in ms, once alone and once
 * beside, and {@code OTHERS} with the numbers of answers other than 201 by their status, where 0 is
 * no answer. Writes {@code large} and {@code small} into the directory: the id of each acknowledged
 * lead, and the MD5 of its fields.
 */
final class LargeLeads {

  private static final int BODY_BYTES = 65_536;
  private static final int SMALL_THREADS = 4;
  private static final Duration ALONE = Duration.ofSeconds(10);
  private static final Duration ANSWERS_MAX = Duration.ofSeconds(120);
  private static final Pattern STATUS = Pattern.compile("^HTTP/1\\.1 (\\d{3})");
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");
  private static final Pattern ID = Pattern.compile("\"id\" *: *\"([0-9a-f-]{36})\"");

  private final int[] ports;
  private final String largeCampaign;
  private final String largeToken;
  private final String smallCampaign;
  private final String smallToken;
  private final byte[] smallLead;

  /** An answer; status 0 where the connection broke. */
  private record Answer(int status, String body, long nanos) {}

  /** An answer, and the MD5 of the lead that it answers. */
  private record Answered(Answer answer, String md5) {}

  private LargeLeads(String[] arguments) throws IOException {
    ports = Arrays.stream(arguments[0].split(",")).mapToInt(Integer::parseInt).toArray();
    largeCampaign = arguments[1];
    largeToken = arguments[2];
    smallCampaign = arguments[3];
    smallToken = arguments[4];
    smallLead = Files.readAllBytes(Path.of(arguments[5]));
  }

  public static void main(String[] arguments) throws Exception {
    new LargeLeads(arguments).run(Integer.parseInt(arguments[6]), Path.of(arguments[7]));
    System.exit(0); // A connection may still wait for its answer.
  }

  private void run(int leads, Path directory) throws Exception {
    Queue<Answered> alone = new ConcurrentLinkedQueue<>();
    Queue<Answered> beside = new ConcurrentLinkedQueue<>();
    Queue<Answered> large = new ConcurrentLinkedQueue<>();
    sendSmall(alone, () -> Thread.sleep(ALONE));
    List<Socket> connections = connect(leads);
    double[] seconds = new double[1];
    sendSmall(beside, () -> seconds[0] = sendLarge(connections, large));

    System.out.printf("LARGE %.1f%n", seconds[0]);
    printSmall("alone", alone);
    printSmall("beside", beside);
    alone.addAll(beside);
    printOthers("large", large, leads);
    printOthers("small", alone, alone.size());
    write(directory.resolve("small"), alone);
    write(directory.resolve("large"), large);
  }

  private interface Work {
    void run() throws Exception;
  }

  /** Sends small leads on four threads while the work is done. */
  private void sendSmall(Queue<Answered> answers, Work work) throws Exception {
    AtomicBoolean goesOn = new AtomicBoolean(true);
    byte[] request = request(smallCampaign, smallToken, "", smallLead);
    String md5 = md5(smallLead);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < SMALL_THREADS; i++) {
      int port = ports[i % ports.length];
      threads.add(
          Thread.ofPlatform().daemon().start(() -> sendAll(port, request, md5, answers, goesOn)));
    }
    work.run();
    goesOn.set(false);
    for (Thread thread : threads) {
      thread.join(ANSWERS_MAX);
    }
  }

  /** Sends one small lead after the other on a connection, until the connection breaks. */
  private static void sendAll(
      int port, byte[] request, String md5, Queue<Answered> answers, AtomicBoolean goesOn) {
    try (Socket socket = open(port)) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (goesOn.get()) {
        answers.add(new Answered(exchange(socket, in, request), md5));
      }
    } catch (IOException e) {
      answers.add(new Answered(new Answer(0, "", 0), md5));
    }
  }

  private List<Socket> connect(int leads) throws IOException {
    List<Socket> connections = new ArrayList<>();
    for (int i = 0; i < leads; i++) {
      connections.add(open(ports[i % ports.length]));
    }
    return connections;
  }

  /** Returns the seconds until all are answered. */
  private double sendLarge(List<Socket> connections, Queue<Answered> answers) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    CountDownLatch left = new CountDownLatch(connections.size());
    // One node gets keys for the leads 0, 4, 8, …, the other for 1, 5, 9, ….
    long run = System.nanoTime();
    for (int i = 0; i < connections.size(); i++) {
      byte[] lead = largeLead(run + i);
      String key = i / ports.length % 2 == 0 ? "Idempotency-Key: large-" + run + "-" + i : "";
      byte[] request = request(largeCampaign, largeToken, key, lead);
      String md5 = md5(lead);
      Socket socket = connections.get(i);
      Thread.ofVirtual()
          .start(
              () -> {
                Answer answer = new Answer(0, "", 0);
                try (socket) {
                  start.await();
                  answer = exchange(socket, socket.getInputStream(), request);
                } catch (IOException | InterruptedException e) {
                  // It counts as no answer.
                } finally {
                  answers.add(new Answered(answer, md5));
                  left.countDown();
                }
              });
    }
    long began = System.nanoTime();
    start.countDown();
    left.await(ANSWERS_MAX.toSeconds(), TimeUnit.SECONDS);
    return (System.nanoTime() - began) / 1e9;
  }

  private static Socket open(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) ANSWERS_MAX.toMillis());
    return socket;
  }

  private static Answer exchange(Socket socket, InputStream in, byte[] request) throws IOException {
    long began = System.nanoTime();
    socket.getOutputStream().write(request);
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the connection was closed");
      }
      head.write(next);
    }
    String text = head.toString(StandardCharsets.ISO_8859_1);
    Matcher status = STATUS.matcher(text);
    Matcher length = LENGTH.matcher(text);
    if (!status.find()) {
      throw new IOException("no status: " + text);
    }
    byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
    return new Answer(
        Integer.parseInt(status.group(1)),
        new String(body, StandardCharsets.UTF_8),
        System.nanoTime() - began);
  }

  private static byte[] request(String campaign, String token, String header, byte[] body)
      throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.write(
        """
        POST /v1/campaigns/%s/leads HTTP/1.1
        Host: 127.0.0.1
        Content-Type: application/json
        Authorization: Bearer %s
        Content-Length: %d
        %s\
        """
            .formatted(campaign, token, body.length, header.isEmpty() ? "" : header + "\n")
            .replace("\n", "\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    request.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    request.write(body);
    return request.toByteArray();
  }

  private static byte[] largeLead(long seed) {
    Random numbers = new Random(seed);
    StringBuilder lead = new StringBuilder("{\"a\":[").append(10 + numbers.nextInt(90));
    while (lead.length() + 5 <= BODY_BYTES) {
      lead.append(',').append(10 + numbers.nextInt(90));
    }
    return lead.append("]}").toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static String md5(byte[] lead) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(lead));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void printSmall(String name, Queue<Answered> answers) {
    long[] nanos = answers.stream().mapToLong(each -> each.answer().nanos()).sorted().toArray();
    System.out.printf(
        "SMALL %s %d %.1f %.1f %.1f%n",
        name,
        nanos.length,
        nanos[nanos.length / 2] / 1e6,
        nanos[(int) (nanos.length * 0.99)] / 1e6,
        nanos[nanos.length - 1] / 1e6);
  }

  private static void printOthers(String name, Queue<Answered> answers, int sent) {
    Map<Integer, Integer> statuses = new TreeMap<>();
    answers.forEach(each -> statuses.merge(each.answer().status(), 1, Integer::sum));
    statuses.merge(0, sent - answers.size(), Integer::sum);
    statuses.remove(201);
    statuses.values().removeIf(count -> count == 0);
    System.out.printf("OTHERS %s %s%n", name, statuses.isEmpty() ? "none" : statuses);
  }

  private static void write(Path file, Queue<Answered> answers) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Answered each : answers) {
      Matcher id = ID.matcher(each.answer().body());
      if (each.answer().status() == 201 && id.find()) {
        lines.add(id.group(1) + "\t" + each.md5());
      }
    }
    Files.write(file, lines);
  }
}
