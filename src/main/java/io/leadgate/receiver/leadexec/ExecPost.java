package io.leadgate.receiver.leadexec;

import io.leadgate.domain.LeadType;
import io.leadgate.loop.Pieces;
import io.leadgate.receiver.format.ParsedBody;
import io.leadgate.receiver.format.ParsedLead;
import java.util.Optional;

/** A post in one of LeadExec's formats, split into its campaign and its leads. */
public interface ExecPost {

  /** The campaign, as far as the post could be read. */
  Source source();

  /** The fault of a post that cannot be read. */
  Optional<ParsedLead.Bad> fault();

  /**
   * Reads and checks the leads of a post without a fault.
   *
   * @param referenceIsKey whether a lead's reference is its idempotency key
   */
  Pieces<ParsedBody> leads(LeadType type, boolean referenceIsKey);
}
