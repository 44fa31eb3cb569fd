package io.leadgate.support.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stops a server when this JVM ends without having done so, by kill -9 for one.
 *
 * <p>A shell waits at the other end of a pipe: the system closes the pipe when the JVM is gone, in
 * whatever way.
 */
public final class DeadMansSwitch implements AutoCloseable {

  // A session of its own where there is setsid, so that neither Ctrl-C nor a kill of the whole
  // process group takes the switch along with the JVM.
  private static final String LAUNCH =
      "if command -v setsid >/dev/null; then exec setsid sh -c \"$@\"; else exec sh -c \"$@\"; fi";

  // The JVM tells what it does in lines; the end of the input is its death. Where that comes while
  // the server is starting, the pid file will tell the pid in a moment.
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

  // Held here, since a pipe that nobody holds is closed by the garbage collector.
  private static final Set<DeadMansSwitch> ARMED = ConcurrentHashMap.newKeySet();

  private final OutputStream words;

  private DeadMansSwitch(Process shell) {
    this.words = shell.getOutputStream();
  }

  /** To be called before the server is first started. */
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

  /** To be called before every start of the server. */
  void starting() {
    tell("starting");
  }

  /** To be called after it. */
  public void started(long pid) {
    tell(Long.toString(pid));
  }

  /** Disarms the switch; to be called when the server is gone. */
  @Override
  public void close() {
    tell("closed");
    ARMED.remove(this);
  }

  private void tell(String word) {
    try {
      words.write((word + "\n").getBytes(StandardCharsets.UTF_8));
      words.flush();
    } catch (IOException shellIsGone) {
      // Somebody has killed it. The server is still stopped in every way but this one.
    }
  }
}
