package io.leadgate.receiver;

import io.leadgate.domain.LeadId;
import io.leadgate.domain.Refusal;
import io.leadgate.web.answer.Problem;
import java.time.Instant;

/** What became of one lead of an array. */
sealed interface ItemResult {

  record Stored(LeadId id, Instant receivedAt) implements ItemResult {}

  record Replayed(LeadId id, Instant receivedAt) implements ItemResult {}

  /** It would have been taken. */
  record Tested(Instant receivedAt) implements ItemResult {}

  /** Where the refusal is ours, it is to be sent again. */
  record Refused(Refusal refusal, Problem problem) implements ItemResult {}
}
