package io.leadgate.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.leadgate.attack.AnswerReader.Answered;
import io.leadgate.support.Fixtures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Sends good leads at a steady rate, whether the gateway keeps up or not, every second lead with an
 * idempotency key. All leads come from an address that no attacker has. A lead is not sent if no
 * connection is free within a second after its due time. Thread-safe.
 */
public final class GoodLeads implements AutoCloseable {

  private static final long SELECT_MILLIS = 1;
  private static final long LATE_NANOS = Duration.ofSeconds(1).toNanos();

  /** Longer than the gateway lets a lead wait for Postgres. */
  private static final long ANSWER_NANOS = Duration.ofSeconds(15).toNanos();

  /** The pause between two rounds of opening ended connections again. */
  private static final long REOPEN_NANOS = Duration.ofMillis(50).toNanos();

  private final String run = UUID.randomUUID().toString();
  private final String head;
  private final double perSecond;
  private final List<GoodLeadConnection> connections = new ArrayList<>();
  private final ArrayDeque<GoodLeadConnection> free = new ArrayDeque<>();
  private final Queue<GoodLead> leads = new ConcurrentLinkedQueue<>();
  private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
  private final SelectorLoop loop = new SelectorLoop("good-leads", this::run);
  private final long began = System.nanoTime();
  private long nextReopening = began;
  private volatile long oldestUnderWay = Long.MAX_VALUE;

  private GoodLeads(int port, String path, String token, double perSecond, int connections) {
    this.perSecond = perSecond;
    this.head =
        """
        POST %s HTTP/1.1\r
        Host: x\r
        Content-Type: application/json\r
        Authorization: Bearer %s\r
        Content-Length: %d\r
        """
            .formatted(path, token, Fixtures.LEAD.length());
    InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    for (int i = 0; i < connections; i++) {
      this.connections.add(new GoodLeadConnection(server, loop.selector()));
    }
  }

  /**
   * Begins to send.
   *
   * @param path the path of the campaign's leads
   */
  public static GoodLeads start(
      int port, String path, String token, double perSecond, int connections) {
    GoodLeads started = new GoodLeads(port, path, token, perSecond, connections);
    started.loop.start();
    return started;
  }

  private void run() throws IOException {
    for (long number = 0; loop.goesOn(); ) {
      reopen();
      number = sendDue(number);
      for (SelectionKey key : loop.select(SELECT_MILLIS)) {
        go((GoodLeadConnection) key.attachment());
      }
    }
    for (GoodLeadConnection connection : connections) {
      connection.close();
    }
  }

  private void reopen() throws IOException {
    long now = System.nanoTime();
    if (now < nextReopening) {
      return;
    }
    nextReopening = now + REOPEN_NANOS;
    long oldest = Long.MAX_VALUE;
    for (GoodLeadConnection connection : connections) {
      if (connection.isBusy() && now - connection.sentAt() > ANSWER_NANOS) {
        end(connection, GoodLead.UNANSWERED);
      }
      oldest = connection.isBusy() ? Math.min(oldest, connection.due()) : oldest;
      if (!connection.isOpen()) {
        try {
          connection.open();
          free.add(connection);
        } catch (IOException refused) {
          connection.close();
        }
      }
    }
    oldestUnderWay = oldest;
  }

  private long sendDue(long first) throws IOException {
    long number = first;
    for (long now = System.nanoTime(); due(number) <= now; number++) {
      if (now - due(number) > LATE_NANOS) {
        leads.add(new GoodLead(due(number), now, GoodLead.NOT_SENT, false));
      } else if (free.isEmpty()) {
        return number;
      } else {
        GoodLeadConnection connection = free.remove();
        connection.send(request(number), due(number));
        go(connection);
      }
    }
    return number;
  }

  private long due(long number) {
    return began + (long) (number * 1e9 / perSecond);
  }

  private byte[] request(long number) {
    String key = number % 2 == 0 ? "" : "Idempotency-Key: " + run + "-" + number + "\r\n";
    return (head + key + "\r\n" + Fixtures.LEAD).getBytes(ISO_8859_1);
  }

  private void go(GoodLeadConnection connection) throws IOException {
    try {
      boolean wasBusy = connection.isBusy();
      Optional<Answered> answered = connection.go();
      if (answered.isPresent()) {
        answered(connection, wasBusy, answered.get());
      }
    } catch (IOException closed) {
      end(connection, GoodLead.BROKEN);
    }
  }

  private void answered(GoodLeadConnection connection, boolean wasBusy, Answered answered)
      throws IOException {
    if (wasBusy) {
      keep(connection, answered);
    }
    if (answered.isLast()) {
      free.remove(connection);
      connection.close();
    } else if (wasBusy) {
      free.add(connection);
    }
  }

  private void keep(GoodLeadConnection connection, Answered answered) {
    leads.add(
        new GoodLead(
            connection.due(), System.nanoTime(), answered.status(), answered.retryAfter()));
    if (answered.acknowledges()) {
      acknowledged.addAll(answered.ids());
    }
  }

  private void end(GoodLeadConnection connection, int status) throws IOException {
    if (connection.isBusy()) {
      leads.add(new GoodLead(connection.due(), System.nanoTime(), status, false));
    }
    free.remove(connection);
    connection.close();
  }

  /** The leads that have ended so far. */
  GoodLeadsSeen seen() {
    return new GoodLeadsSeen(List.copyOf(leads), oldestUnderWay);
  }

  /** The ids of the leads that the gateway acknowledged. */
  List<String> acknowledged() {
    return List.copyOf(acknowledged);
  }

  /** Closes every connection, and waits for the end of the thread. */
  @Override
  public void close() {
    loop.close();
  }
}
