package io.leadgate.support.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stops a server when this JVM ends without having stopped it, for example by kill -9.
 *
 * <p>A shell waits at the other end of a pipe, which the system closes when the JVM is gone for
 * whatever reason.
 */
public final class DeadMansSwitch implements AutoCloseable {

  // The shell gets its own session where there is setsid, so that neither Ctrl-C nor a kill of the
  // whole process group ends the shell along with the JVM.
  private static final String LAUNCH =
      "if command -v setsid >/dev/null; then exec setsid sh -c \"$@\"; else exec sh -c \"$@\"; fi";

  // The JVM writes a line before and after each start; the end of the input is the death of the
  // JVM. If the JVM dies while the server starts, the pid file tells the pid in a moment.
  private static final String SCRIPT =
      """
      trap '' INT TERM HUP QUIT
      pid_file=$1 directory=$2 signal=$3 temporary=$4
      server_runs() {
        { tr '\\0' '\\n' <"/proc/$pid/cmdline" || ps -ww -o args= -p "$pid"; } 2>/dev/null |
          grep -qF -e "$directory"
      }
      pid=
      while read -r word; do
        case $word in
          starting) pid= ;;
          closed) exit 0 ;;
          *) pid=$word ;;
        esac
      done
      tries=0
      while [ -z "$pid" ] && [ $tries -lt 30 ]; do
        if [ -s "$pid_file" ]; then read -r pid <"$pid_file"; else sleep 0.1; fi
        tries=$((tries + 1))
      done
      if [ -n "$pid" ] && server_runs; then
        kill -s "$signal" "$pid"
        tries=0
        while server_runs && [ $tries -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
        if server_runs; then kill -s KILL "$pid"; fi
      fi
      if [ -n "$temporary" ]; then rm -rf "$temporary"; fi
      """;

  // Keeps the switches reachable, because the garbage collector closes a pipe that is not
  // reachable.
  private static final Set<DeadMansSwitch> ARMED = ConcurrentHashMap.newKeySet();

  private final OutputStream shellInput;

  private DeadMansSwitch(Process shell) {
    this.shellInput = shell.getOutputStream();
  }

  /** Arms a switch; to be called before the server's first start. */
  public static DeadMansSwitch arm(ServerProcess server, ServerDirectory directory) {
    try {
      Process shell =
          new ProcessBuilder(
                  "sh",
                  "-c",
                  LAUNCH,
                  "sh",
                  SCRIPT,
                  "leadgate-dead-mans-switch",
                  server.pidFile().toString(),
                  server.directory().toString(),
                  server.stopSignal(),
                  directory.temporary() ? directory.path().toString() : "")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      DeadMansSwitch armed = new DeadMansSwitch(shell);
      ARMED.add(armed);
      return armed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Announces a start; to be called before every start of the server. */
  void starting() {
    send("starting");
  }

  /** Tells the pid; to be called after every start of the server. */
  public void started(long pid) {
    send(Long.toString(pid));
  }

  /** Disarms the switch; to be called when the server is gone. */
  @Override
  public void close() {
    send("closed");
    ARMED.remove(this);
  }

  private void send(String word) {
    try {
      shellInput.write((word + "\n").getBytes(StandardCharsets.UTF_8));
      shellInput.flush();
    } catch (IOException shellIsGone) {
      // The shell was killed. The other ways of stopping the server still work.
    }
  }
}
