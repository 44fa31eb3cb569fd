package io.leadgate.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.Refusal;
import io.leadgate.web.body.JsonReader;
import java.time.Instant;
import java.util.Set;

/**
 * Describes the JSON form of one kind of object that the Account API manages.
 *
 * @param <T> the type of the objects
 */
public sealed interface AccountResource<T>
    permits LeadSourceResource, LeadTypeResource, CampaignResource {

  /** The word for the kind in a text for people. */
  String noun();

  /** The path of the list, which is the path of a single object without its id. */
  String path();

  /** The name of the id in a path. */
  String idParameter();

  /** The refusal of members that are not valid. */
  Refusal invalid();

  /** The advice for a caller that cannot delete a value, because it is in use. */
  String insteadOfDeleting();

  int id(T value);

  /** The value as the API answers with it, without what changes by itself. */
  ObjectNode json(T value);

  /** The value as the API answers with it. */
  default ObjectNode answer(T value) {
    return json(value);
  }

  /** The members of an answer, beside those that each kind has, that no caller may set. */
  default Set<String> readOnly() {
    return Set.of();
  }

  /** The members that a caller may set at creation. */
  Set<String> members();

  /** The members that a caller may set at creation and may not change. */
  Set<String> fixed();

  /** Whether a credential that is bound to a lead source may write the values that it sees. */
  boolean isOfLeadSource();

  /** Reads a value from the members; the value is of no use if the reader has an error. */
  T read(JsonReader members, int id, Instant createdAt, Instant updatedAt);
}
