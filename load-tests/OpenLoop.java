import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Sends a request again and again at a fixed rate, whether the server keeps up or not: {@code java
 * -cp target/leadgate.jar OpenLoop.java <port> <file of the request, or several with commas> <a
 * second> <seconds> <connections> <status>}. Several requests take turns. The time of an answer
 * counts from the time at which its request was due, and so includes the time for which a server
 * holds up later requests. Runs on one thread, and sends to 127.0.0.1.
 *
 * <p>The first three seconds are not counted. Prints {@code RESULT}; the numbers of requests due,
 * of answers in time with the expected status, and of other answers and broken connections; and the
 * p50, p99, p99.9 and maximum of the answers' times in microseconds; and the number of answers in
 * time with the expected status to the request that has the fewest.
 */
final class OpenLoop {

  private static final long NOT_COUNTED_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long POLL_NANOS = 100_000;
  private static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int STATUS_AT = "HTTP/1.1 ".length();
  private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LENGTH = "\r\ncontent-length: ".getBytes(StandardCharsets.US_ASCII);

  private final InetSocketAddress server;
  private final List<Request> requests;
  private final double perSecond;
  private final int status;
  private final Selector selector = Selector.open();
  private final ArrayDeque<Connection> free = new ArrayDeque<>();
  private final Histogram micros = new Histogram(TimeUnit.MINUTES.toMicros(5), 3);

  private long began;
  private long end;
  private int underWay;
  private long expected;
  private long unexpected;

  /** A request, and the number of its answers in time with the expected status. */
  private static final class Request {
    private final ByteBuffer bytes;
    private long expected;

    Request(Path file) throws IOException {
      byte[] read = Files.readAllBytes(file);
      this.bytes = ByteBuffer.allocateDirect(read.length).put(read).flip();
    }
  }

  private OpenLoop(int port, List<Request> requests, double perSecond, int status)
      throws IOException {
    this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.requests = requests;
    this.perSecond = perSecond;
    this.status = status;
  }

  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(args[0]);
    List<Request> requests = new ArrayList<>();
    for (String file : args[1].split(",")) {
      requests.add(new Request(Path.of(file)));
    }
    new OpenLoop(port, requests, Double.parseDouble(args[2]), Integer.parseInt(args[5]))
        .run(Integer.parseInt(args[3]), Integer.parseInt(args[4]));
  }

  private void run(int seconds, int connections) throws IOException {
    for (int i = 0; i < connections; i++) {
      free.add(new Connection());
    }
    began = System.nanoTime();
    end = began + NOT_COUNTED_NANOS + TimeUnit.SECONDS.toNanos(seconds);
    long next = 0;
    for (long now = began; now < end; now = System.nanoTime()) {
      while (due(next) <= now && !free.isEmpty()) {
        free.remove().send(requests.get((int) (next % requests.size())), due(next));
        next++;
      }
      long wait = free.isEmpty() ? POLL_NANOS : Math.min(POLL_NANOS, due(next) - System.nanoTime());
      if (selector.selectNow() == 0 && wait > 0) {
        LockSupport.parkNanos(wait);
        selector.selectNow();
      }
      takeAnswers();
    }
    while (underWay > 0 && System.nanoTime() - end < GIVE_UP_NANOS) {
      selector.select(1);
      takeAnswers();
    }
    System.out.printf(
        "RESULT %d %d %d %d %d %d %d %d%n",
        Math.round(perSecond * seconds),
        expected,
        unexpected + underWay,
        micros.getValueAtPercentile(50),
        micros.getValueAtPercentile(99),
        micros.getValueAtPercentile(99.9),
        micros.getMaxValue(),
        requests.stream().mapToLong(request -> request.expected).min().orElse(0));
  }

  /** The time at which the request of that number is due, in nanoTime. */
  private long due(long number) {
    return began + (long) (number * 1e9 / perSecond);
  }

  private void takeAnswers() throws IOException {
    for (SelectionKey key : selector.selectedKeys()) {
      ((Connection) key.attachment()).go();
    }
    selector.selectedKeys().clear();
  }

  /** A connection with one request at a time. */
  private final class Connection {
    private Request request = requests.getFirst();
    private ByteBuffer left = request.bytes.duplicate();
    private final ByteBuffer answer = ByteBuffer.allocate(16 << 10);
    private SocketChannel channel;
    private SelectionKey key;
    private boolean busy;
    private long due;

    Connection() throws IOException {
      open();
    }

    private void open() throws IOException {
      channel = SocketChannel.open(server);
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    void send(Request next, long dueAt) throws IOException {
      request = next;
      left = next.bytes.duplicate();
      due = dueAt;
      busy = true;
      underWay++;
      answer.clear();
      go();
    }

    /** Reads and writes without blocking. */
    void go() throws IOException {
      try {
        if (busy && left.hasRemaining()) {
          channel.write(left);
          key.interestOps(
              left.hasRemaining()
                  ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
                  : SelectionKey.OP_READ);
        }
        if (channel.read(answer) < 0) {
          broken();
        } else if (busy && isWhole()) {
          answered();
        }
      } catch (IOException reset) {
        broken();
      }
    }

    private boolean isWhole() {
      int head = indexOf(HEAD_END, answer.position());
      if (head < 0) {
        return false;
      }
      int length = indexOf(LENGTH, head + 2);
      int body = length < 0 ? 0 : number(length + LENGTH.length);
      return answer.position() >= head + HEAD_END.length + body;
    }

    private int indexOf(byte[] wanted, int to) {
      for (int at = 0; at <= to - wanted.length; at++) {
        if (Arrays.equals(answer.array(), at, at + wanted.length, wanted, 0, wanted.length)) {
          return at;
        }
      }
      return -1;
    }

    private int number(int from) {
      int number = 0;
      for (int at = from; Character.isDigit(answer.get(at)); at++) {
        number = number * 10 + answer.get(at) - '0';
      }
      return number;
    }

    private void answered() {
      long now = System.nanoTime();
      if (due - began >= NOT_COUNTED_NANOS) {
        micros.recordValue((now - due) / 1_000);
        if (number(STATUS_AT) != status) {
          unexpected++;
        } else if (now <= end) {
          expected++;
          request.expected++;
        }
      }
      becomeFree();
    }

    private void broken() throws IOException {
      channel.close();
      open();
      if (busy) {
        unexpected++;
        becomeFree();
      }
    }

    private void becomeFree() {
      busy = false;
      underWay--;
      free.add(this);
    }
  }
}
