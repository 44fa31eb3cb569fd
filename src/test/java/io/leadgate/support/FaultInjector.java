package io.leadgate.support;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.VerticleFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Causes {@link InjectedFault}s inside another process, which reads the requests for faults on its
 * standard input. Vert.x itself loads this class there as a factory of verticles, so that the
 * gateway needs no hook.
 */
public final class FaultInjector implements VerticleFactory {

  /**
   * Writes the service files by which Vert.x and Netty load this class and {@link OpenChannels},
   * and returns the directory to put on the class path.
   */
  public static Path install(Path directory) {
    try {
      Path classPath = directory.resolve("fault-injector");
      Path services = Files.createDirectories(classPath.resolve("META-INF/services"));
      Files.writeString(
          services.resolve(VerticleFactory.class.getName()), FaultInjector.class.getName());
      Files.writeString(
          services.resolve(ChannelInitializerExtension.class.getName()),
          OpenChannels.class.getName());
      return classPath;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks the process with this standard input for a fault. */
  public static void ask(OutputStream standardInput, InjectedFault fault, int... ports) {
    String line =
        fault
            + Arrays.stream(ports).mapToObj(port -> " " + port).collect(Collectors.joining())
            + "\n";
    try {
      standardInput.write(line.getBytes(StandardCharsets.UTF_8));
      standardInput.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String prefix() {
    return "fault-injector";
  }

  @Override
  public void init(Vertx vertx) {
    // Netty reads this property when it makes its first channel.
    System.setProperty(OpenChannels.SWITCH, "serviceload");
    Thread.ofPlatform()
        .daemon()
        .name("fault-injector")
        .start(
            () ->
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                    .lines()
                    .forEach(line -> cause(line, (VertxInternal) vertx)));
  }

  private static void cause(String line, VertxInternal vertx) {
    List<String> words = List.of(line.split(" "));
    List<Integer> ports = words.stream().skip(1).map(Integer::valueOf).toList();
    InjectedFault.valueOf(words.getFirst()).cause(vertx, ports);
  }
}
