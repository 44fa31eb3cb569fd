package io.leadgate.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The classes of the gateway as a start has loaded and linked them, in a file from which the JVM
 * takes them (JEP 483): gateways of tests start in half the time. The first test JVM of a build
 * makes the file. A JVM that has no use for the file, because it is older or has another collector,
 * reads the jars.
 */
final class StartCache {

  private static final Path DIRECTORY = Path.of("target", "start-cache");
  private static final int JAVA_MIN = 25;
  private static final Duration STOP_MAX = Duration.ofSeconds(60);

  private final Path jar;
  private final Path cache;

  private StartCache(Path directory) {
    this.jar = GatewayJar.pathIn(directory);
    this.cache = directory.resolve("classes.aot");
  }

  /** Of this build; made at the first call. */
  static StartCache ofBuild() {
    return OfBuild.CACHE;
  }

  /** The options by which a JVM takes its classes from the file. */
  List<String> options() {
    return quietly("-XX:AOTCache=" + cache);
  }

  /** A JVM that does without the file would say so on standard output, which tests compare. */
  private static List<String> quietly(String option) {
    return List.of(option, "-Xlog:aot=off", "-Xlog:cds=off");
  }

  /**
   * The class path of a gateway; that of this JVM, with a jar in place of the directory of the
   * gateway's classes, because a cache holds classes of jars.
   *
   * @param last a directory that is read after all others
   */
  String classPath(Path last) {
    return Stream.of(trainedClassPath(), directories(), last.toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private String trainedClassPath() {
    return jar + File.pathSeparator + ofThisJvm(Files::isRegularFile);
  }

  private static String directories() {
    return ofThisJvm(path -> Files.isDirectory(path) && !isOfGateway(path));
  }

  private static boolean isOfGateway(Path path) {
    return path.endsWith(GatewayJar.CLASSES);
  }

  private static String ofThisJvm(Predicate<Path> isWanted) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> isWanted.test(Path.of(entry)))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private void make(Path directory) throws IOException {
    Files.createDirectories(directory);
    GatewayJar.makeIn(directory);
    if (Runtime.version().feature() < JAVA_MIN) {
      return;
    }
    List<String> options = quietly("-XX:AOTCacheOutput=" + cache);
    try (TestDatabase database = SharedServers.emptyDatabase();
        GatewayProcess trained =
            GatewayProcess.startForTraining(
                RunningGateway.environment(database, Map.of()), options, trainedClassPath())) {
      Fixtures fixtures = trained.fixtures(database);
      trained
          .api()
          .bearer(fixtures.token("lead_receiver"))
          .post(fixtures.campaign().leads(), Fixtures.LEAD);
      trained.signal("TERM");
      trained.exitStatus(STOP_MAX);
    }
  }

  /** Another process of the build may make the same cache at the same time. */
  private static final class OfBuild {
    private static final StartCache CACHE = find();

    private static StartCache find() {
      Path builds = DIRECTORY.toAbsolutePath();
      Path build = builds.resolve(Long.toHexString(newestClass()));
      StartCache found = new StartCache(build);
      try {
        Files.createDirectories(builds);
        try (FileChannel lock =
            FileChannel.open(
                builds.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
          lock.lock();
          Path made = build.resolve("made");
          if (!Files.exists(made)) {
            found.make(build);
            Files.createFile(made);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return found;
    }

    private static long newestClass() {
      try (Stream<Path> classes = Files.walk(GatewayJar.CLASSES)) {
        return classes.mapToLong(path -> path.toFile().lastModified()).max().orElseThrow();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
