package io.leadgate.faults;

import io.leadgate.support.Fixtures;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Http;
import io.leadgate.support.http.RawConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A gateway at whose management port 24 connections guess the password of an admin. */
final class AdminGuessers implements AutoCloseable {

  private static final int GUESSERS = 24;

  private final RunningGateway gateway = RunningGateway.start(Map.of());
  private final Fixtures fixtures = gateway.fixtures();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger guesses = new AtomicInteger();
  private volatile boolean stopping;
  private int users;

  RunningGateway gateway() {
    return gateway;
  }

  /** Lets the guessers begin. They guess at the name of an admin that is there. */
  void begin() {
    Http guesser = gateway.management().basic(RunningGateway.ADMIN, "not-its-password");
    for (int i = 0; i < GUESSERS; i++) {
      threads.execute(
          () -> {
            while (!stopping) {
              guesser.get("/admin/credentials");
              guesses.incrementAndGet();
            }
          });
    }
  }

  int guesses() {
    return guesses.get();
  }

  /** The outcome of a login. */
  record Login(int status, Duration took) {}

  /** Logs an admin in from an address, who has never logged in before. */
  Login newAdminFrom(String address) {
    String user = "admin" + ++users;
    fixtures.change(
        "INSERT INTO admin_user (username, password_hash)"
            + " SELECT ?, password_hash FROM admin_user WHERE username = ?",
        user,
        RunningGateway.ADMIN);
    return login(address, user);
  }

  Login login(String address, String user) {
    String login =
        Base64.getEncoder()
            .encodeToString(
                (user + ":" + RunningGateway.ADMIN_PASSWORD).getBytes(StandardCharsets.UTF_8));
    long began = System.nanoTime();
    try (RawConnection connection = RawConnection.from(address, gateway.management())) {
      int status =
          connection
              .send(
                  """
                  GET /admin/credentials HTTP/1.1
                  Host: 127.0.0.1
                  Authorization: Basic %s

                  """
                      .formatted(login))
              .answer()
              .status();
      return new Login(status, Duration.ofNanos(System.nanoTime() - began));
    }
  }

  @Override
  public void close() {
    stopping = true;
    threads.shutdown();
    threads.close();
    gateway.close();
  }
}
