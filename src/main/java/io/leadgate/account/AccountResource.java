package io.leadgate.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.Refusal;
import io.leadgate.web.body.JsonReader;
import java.time.Instant;
import java.util.Set;

/**
 * One kind of what the Account API manages, as it stands in JSON.
 *
 * @param <T> the kind
 */
public sealed interface AccountResource<T>
    permits LeadSourceResource, LeadTypeResource, CampaignResource {

  /** What a person calls it. */
  String noun();

  /** Where it is, without the id. */
  String path();

  /** What the id is called in a path. */
  String idParameter();

  /** What is answered where its members are not valid. */
  Refusal invalid();

  /** What is to be done instead of deleting one that is in use. */
  String insteadOfDeleting();

  int id(T value);

  /** Whole, as it is answered. */
  ObjectNode json(T value);

  /** The members that can be set at its creation. */
  Set<String> members();

  /** Those of them that cannot be changed later. */
  Set<String> fixed();

  /** Whether who is bound to one lead source may write those that it sees. */
  boolean isOfLeadSource();

  /** Reads the members; of no use where there is an error among them. */
  T read(JsonReader members, int id, Instant createdAt, Instant updatedAt);
}
