package io.leadgate.persistence;

import io.leadgate.domain.Lead;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** Turns a batch of leads into column arrays for {@code unnest}. */
@SuppressWarnings("ArrayRecordComponent") // Only the driver reads the arrays.
record LeadColumns(
    UUID[] ids,
    Integer[] campaignIds,
    UUID[] credentialIds,
    OffsetDateTime[] receivedAts,
    String[] remotes,
    String[] emails,
    String[] phones,
    String[] references,
    String[] fields) {

  /** The weight of a lead in a batch without its fields. */
  static final long BYTES_BESIDE_FIELDS = 256;

  static LeadColumns of(List<Lead> leads) {
    int n = leads.size();
    LeadColumns columns =
        new LeadColumns(
            new UUID[n],
            new Integer[n],
            new UUID[n],
            new OffsetDateTime[n],
            new String[n],
            new String[n],
            new String[n],
            new String[n],
            new String[n]);
    for (int i = 0; i < n; i++) {
      columns.set(i, leads.get(i));
    }
    return columns;
  }

  private void set(int i, Lead lead) {
    ids[i] = lead.id().value();
    campaignIds[i] = lead.campaignId();
    lead.credentialId().ifPresent(id -> credentialIds[i] = id);
    receivedAts[i] = lead.receivedAt().atOffset(ZoneOffset.UTC);
    remotes[i] = lead.remote();
    lead.contact().email().ifPresent(email -> emails[i] = email);
    lead.contact().phone().ifPresent(phone -> phones[i] = phone);
    lead.reference().ifPresent(reference -> references[i] = reference);
    fields[i] = lead.fields();
  }

  Tuple tuple() {
    return addTo(Tuple.tuple());
  }

  Tuple addTo(Tuple tuple) {
    return tuple
        .addArrayOfUUID(ids)
        .addArrayOfInteger(campaignIds)
        .addArrayOfUUID(credentialIds)
        .addArrayOfOffsetDateTime(receivedAts)
        .addArrayOfString(remotes)
        .addArrayOfString(emails)
        .addArrayOfString(phones)
        .addArrayOfString(references)
        .addArrayOfString(fields);
  }
}
