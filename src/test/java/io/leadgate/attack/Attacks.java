package io.leadgate.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.leadgate.support.Fixtures;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes attacks on a target, in the wanted size. Thread-safe. */
public final class Attacks {

  private static final int LEAD_BYTES = 64 << 10;
  private static final int ARRAY_BYTES = 1 << 20;
  private static final String GET = "GET /x HTTP/1.1\r\nHost: x\r\n\r\n";

  private final Target target;

  Attacks(Target target) {
    this.target = target;
  }

  /** Makes campaigns with these fixtures, as the target. */
  public static Attacks on(Fixtures fixtures) {
    return new Attacks(Target.on(fixtures));
  }

  /** Unfinished heads of many tiny lines. */
  public Attack headerLines(int connections, int lines, List<InetAddress> from) {
    String head = begun(target.anything()) + "a:\r\n".repeat(lines);
    return new Attack("header-lines", connections, from, Script.sending(head));
  }

  /** Unfinished heads of one long line. */
  public Attack longHeads(int connections, int bytes, List<InetAddress> from) {
    String head = begun(target.anything()) + "a: " + "x".repeat(bytes);
    return new Attack("long-heads", connections, from, Script.sending(head));
  }

  /** Connections that send nothing. */
  public Attack silent(int connections, List<InetAddress> from) {
    return new Attack("silent", connections, from, Script.sending());
  }

  /**
   * Large complete heads of a usual number of lines, then bodies of one byte a second. Every second
   * head has a token.
   */
  public Attack slowBodies(int connections, List<InetAddress> from) {
    String lines =
        IntStream.range(0, 90)
            .mapToObj(number -> "x-%02d: %s\r\n".formatted(number, "v".repeat(160)))
            .collect(Collectors.joining());
    Script.Drip drip = new Script.Drip(" ", Duration.ofSeconds(1));
    Script strangers =
        Script.sending(begun(target.anything()) + lines + jsonOf(60_000) + "{").dripping(drip);
    String signed = post(target.anything(), target.token(), 60_000);
    Script vendors =
        Script.sending(signed.replaceFirst("\r\n", "\r\n" + lines) + "{").dripping(drip);
    return new Attack(
        "slow-bodies", connections, from, number -> number % 2 == 0 ? strangers : vendors, false);
  }

  /** Tiny requests, all sent at once; their answers are not read. */
  public Attack pipelined(int connections, int requests, List<InetAddress> from) {
    Script script = Script.sending(GET.repeat(requests)).unread().once();
    return new Attack("pipelined", connections, from, script);
  }

  /** Tiny requests behind a lead that waits for Postgres; their answers are not read. */
  public Attack pipelinedBehindALead(int connections, int requests, List<InetAddress> from) {
    byte[] lead = "{\"a\":1}".getBytes(UTF_8);
    String head = post(target.anything(), target.token(), lead.length);
    Script script =
        Script.sending((head + new String(lead, UTF_8) + GET.repeat(requests)).getBytes(ISO_8859_1))
            .unread()
            .once();
    return new Attack("pipelined-behind-a-lead", connections, from, script)
        .whilePostgresStandsStill();
  }

  /** Small arrays with large answers that are not read, three at once on each connection. */
  public Attack unreadArrays(int connections, List<InetAddress> from) {
    String post = emptyItems(post(target.demanding(), target.token(), emptyItems().length()));
    return new Attack("unread-arrays", connections, from, unread(post));
  }

  /** Small arrays with large unread answers, sent without a token. */
  public Attack unreadArraysOfStrangers(int connections, List<InetAddress> from) {
    String head = begun(target.open()) + jsonOf(emptyItems().length());
    return new Attack("unread-arrays-open", connections, from, unread(emptyItems(head)));
  }

  private static Script unread(String post) {
    return Script.sending(post.repeat(3)).unread();
  }

  private static String emptyItems(String head) {
    return head + emptyItems();
  }

  private static String emptyItems() {
    return "[" + "{},".repeat(999) + "{}]";
  }

  /**
   * Large leads while Postgres stands still, every second lead with an idempotency key, then large
   * arrays: few large leads and many small leads in turn. Each text has one character beyond ISO
   * 8859-1, so a JVM keeps two bytes for each character. A vendor sends its leads again after a
   * 503.
   */
  public Attack largeLeads(int leads, int arrays, List<InetAddress> from) {
    String run = UUID.randomUUID().toString();
    byte[] lead = lead(LEAD_BYTES);
    List<byte[]> bodies =
        List.of(array(ARRAY_BYTES / LEAD_BYTES, LEAD_BYTES - 64), array(1000, 1000));
    Script plain = Script.sending(head(lead, ""), lead);
    List<Script> ofArrays =
        bodies.stream().map(body -> Script.sending(head(body, ""), body)).toList();
    return new Attack(
        "large-leads",
        leads + arrays,
        from,
        number ->
            number >= leads
                ? ofArrays.get(number % ofArrays.size())
                : number % 2 == 0 ? plain : keyed(plain, lead, run + "-" + number),
        true);
  }

  /** Usual leads while Postgres stands still, several at once on each connection. */
  public Attack usualLeads(int connections, int leads, List<InetAddress> from) {
    byte[] lead = Fixtures.LEAD.getBytes(UTF_8);
    byte[] post = (new String(head(lead, ""), ISO_8859_1) + Fixtures.LEAD).getBytes(ISO_8859_1);
    Script script = Script.sending(Collections.nCopies(leads, post).toArray(byte[][]::new));
    return new Attack("usual-leads", connections, from, script).whilePostgresStandsStill();
  }

  private Script keyed(Script plain, byte[] lead, String key) {
    byte[] head = head(lead, "Idempotency-Key: " + key + "\r\n");
    return plain.opening(0, Script.sending(head).opening().getFirst());
  }

  private byte[] head(byte[] body, String more) {
    String head = post(target.anything(), target.token(), body.length);
    return head.replaceFirst("\r\n", "\r\n" + more).getBytes(ISO_8859_1);
  }

  private static byte[] lead(int bytes) {
    String begin = "{\"a\":\"一";
    return (begin + "x".repeat(bytes - begin.getBytes(UTF_8).length - 2) + "\"}").getBytes(UTF_8);
  }

  private static byte[] array(int items, int bytesEach) {
    String item = new String(lead(bytesEach), UTF_8);
    return ("[" + (item + ",").repeat(items - 1) + item + "]").getBytes(UTF_8);
  }

  private static String post(String path, String token, int bytes) {
    return begun(path) + "Authorization: Bearer " + token + "\r\n" + jsonOf(bytes);
  }

  private static String begun(String path) {
    return "POST " + path + " HTTP/1.1\r\nHost: x\r\n";
  }

  private static String jsonOf(int bytes) {
    return "Content-Type: application/json\r\nContent-Length: " + bytes + "\r\n\r\n";
  }
}
