package io.leadgate.persistence;

import io.leadgate.domain.Contact;
import io.leadgate.domain.Fingerprint;
import io.leadgate.domain.HashUse;
import io.leadgate.domain.IdempotencyKey;
import io.leadgate.domain.Lead;
import io.leadgate.domain.LeadHash;
import io.leadgate.domain.LeadId;
import io.leadgate.domain.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;

/** Makes the leads of {@link WritePathCost}. Not thread-safe. */
final class CostLeads {

  private static final int CAMPAIGNS = 1_000;
  private static final UUID CREDENTIAL = new UUID(1, 1);

  private final SplittableRandom random = new SplittableRandom();
  private int made;

  /** The kinds of leads of a batch. */
  enum Kind {
    PLAIN,
    KEYED,
    WINDOW,
    /** A rule of a single set. */
    ONE_SET,
    /** A rule of two sets. */
    TWO_SETS,
    /** A rule of a single set that refuses a quarter of the leads. */
    QUARTER_REFUSED
  }

  List<Lead> some(Kind kind, int count) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return IntStream.range(0, count).mapToObj(i -> lead(kind, now)).toList();
  }

  private Lead lead(Kind kind, Instant now) {
    made++;
    String email = "jane.miller.%d@example.com".formatted(made);
    String phone = "+1480555%04d".formatted(made % 10_000);
    int campaign = (int) (made * 7_919L % CAMPAIGNS);
    return new Lead(
        LeadId.of(now.toEpochMilli(), random.nextLong(), random.nextLong()),
        campaign,
        Optional.of(CREDENTIAL),
        now,
        "203.0.113.77",
        new Contact(Optional.of(email), Optional.of(phone)),
        Optional.empty(),
        fields(email, phone),
        key(kind, campaign),
        hashes(kind, now),
        () -> true);
  }

  private static String fields(String email, String phone) {
    return """
      {"first_name":"Jane","last_name":"Miller","email":"%s","phone":"%s",\
      "address":"1600 Example Ave","city":"Phoenix","state":"AZ","zip":"85004","country":"US",\
      "source_url":"https://quotes.example.com/auto?utm_source=g&utm_campaign=fall",\
      "ip":"203.0.113.77","user_agent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36",\
      "consent":true,"trusted_form_cert_url":\
      "https://cert.trustedform.com/2605ec3a321e1b3a41addf0bba1213505ef57985",\
      "dob":"1984-02-11","vehicle_year":2019}"""
        .formatted(email, phone);
  }

  private Optional<IdempotencyKey> key(Kind kind, int campaign) {
    String name = Integer.toString(made);
    Fingerprint fingerprint = new Fingerprint(Sha256.of(name));
    return switch (kind) {
      case PLAIN, ONE_SET, TWO_SETS, QUARTER_REFUSED -> Optional.empty();
      case KEYED ->
          Optional.of(IdempotencyKey.of(true, campaign, name, fingerprint, Duration.ofDays(1)));
      case WINDOW ->
          Optional.of(IdempotencyKey.ofWindow(campaign, name, fingerprint, Duration.ofSeconds(30)));
    };
  }

  private List<LeadHash> hashes(Kind kind, Instant now) {
    UUID own = WritePathServer.md5(CREDENTIAL + " " + made);
    return switch (kind) {
      case PLAIN, KEYED, WINDOW -> List.of();
      case ONE_SET -> List.of(hash(own, now));
      case TWO_SETS -> List.of(hash(own, now), hash(WritePathServer.md5("second of " + own), now));
      case QUARTER_REFUSED ->
          List.of(
              hash(
                  made % 4 == 0
                      ? WritePathServer.hashThere(1 + random.nextInt(WritePathServer.HASHES_THERE))
                      : own,
                  now));
    };
  }

  private static LeadHash hash(UUID hash, Instant now) {
    return LeadHash.judged(hash, new HashUse.Judge(List.of("email"), 30, true), now);
  }
}
