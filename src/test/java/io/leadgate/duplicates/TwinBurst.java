package io.leadgate.duplicates;

import io.leadgate.domain.DuplicateRules.Within;
import io.leadgate.domain.FieldType;
import io.leadgate.domain.HashKind;
import io.leadgate.domain.HashUse;
import io.leadgate.domain.LeadType;
import io.leadgate.support.TestDatabase;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Sends leads at once, of which the twin of a single lead is in a transaction of another session.
 */
final class TwinBurst {

  static final int NEIGHBOURS = 200;

  private static final LeadType TYPE =
      new LeadType(
          1,
          "type",
          false,
          "US",
          List.of(new LeadType.Field("email", "email", FieldType.EMAIL, false, List.of())),
          Instant.EPOCH,
          Instant.EPOCH);

  private final TestDatabase database;
  private final Http vendor;
  private final int campaign;
  private final String leads;
  private int made;

  TwinBurst(TestDatabase database, Http vendor, int campaign) {
    this.database = database;
    this.vendor = vendor;
    this.campaign = campaign;
    this.leads = DuplicateVendors.leads(campaign);
  }

  /**
   * The times of a burst.
   *
   * @param median of the neighbours
   * @param slowest of the neighbours
   * @param afterCommit from the twin's commit to the answer of the lead that waits for the twin
   */
  record Times(double median, double slowest, double afterCommit, boolean isRight) {}

  /**
   * Sends the leads at once.
   *
   * @param hold the time after which the twin is committed; zero to commit it before
   */
  Times send(Duration hold) throws SQLException {
    String email = "twin" + ++made + "@example.com";
    UUID hash =
        LeadHashes.of(
                json(email),
                TYPE,
                List.of(
                    new HashUse(
                        new HashKind(Within.CAMPAIGN, campaign, List.of("email")),
                        Optional.empty())),
                Instant.EPOCH)
            .getFirst()
            .hash();
    String first =
        vendor.post(leads, json("first" + made + "@example.com")).json().path("id").asText();
    try (Connection other = database.connect()) {
      other.setAutoCommit(false);
      try (PreparedStatement take =
          other.prepareStatement("INSERT INTO duplicate VALUES (?, ?::uuid)")) {
        take.setObject(1, hash);
        take.setString(2, first);
        take.executeUpdate();
      }
      if (hold.isZero()) {
        other.commit();
      }
      long began = System.nanoTime();
      List<CompletableFuture<Timed>> all =
          IntStream.rangeClosed(0, NEIGHBOURS)
              .mapToObj(
                  i -> post(i == NEIGHBOURS / 2 ? email : "n" + made + "-" + i + "@example.com"))
              .toList();
      long left = hold.toNanos() - (System.nanoTime() - began);
      if (left > 0) {
        Await.holds(Duration.ofNanos(left), () -> false);
      }
      long committed = System.nanoTime();
      if (!hold.isZero()) {
        other.commit();
      }
      return times(all.stream().map(CompletableFuture::join).toList(), committed, began);
    }
  }

  private record Timed(Answer answer, long nanos) {}

  private static String json(String email) {
    return "{\"email\":\"" + email + "\"}";
  }

  private CompletableFuture<Timed> post(String email) {
    return vendor
        .postAsync(leads, json(email))
        .thenApply(answer -> new Timed(answer, System.nanoTime()));
  }

  private static Times times(List<Timed> all, long committed, long began) {
    Timed twin = all.get(NEIGHBOURS / 2);
    List<Timed> neighbours = all.stream().filter(one -> !one.equals(twin)).toList();
    double[] sorted =
        neighbours.stream().mapToDouble(one -> (one.nanos() - began) / 1e6).sorted().toArray();
    boolean isRight =
        twin.answer().status() == 422
            && neighbours.stream().allMatch(one -> one.answer().status() == 201);
    return new Times(
        sorted[sorted.length / 2],
        sorted[sorted.length - 1],
        (twin.nanos() - committed) / 1e6,
        isRight);
  }
}
