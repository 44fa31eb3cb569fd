package io.leadgate.support;

import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.http.Answer;

/** Makes campaigns whose duplicate rules judge from the first lead on. */
public final class RuledCampaigns {

  private final AccountClient account;
  private final Fixtures fixtures;
  private final int leadTypeId;

  public RuledCampaigns(RunningGateway gateway) {
    this.account = new AccountClient(gateway);
    this.fixtures = gateway.fixtures();
    this.leadTypeId =
        AccountClient.id(
            account.type(
                """
                [{"name":"email","type":"email"},{"name":"phone","type":"phone"},
                 {"name":"city","type":"text"}]"""));
  }

  /** Makes a campaign with its own lead source, whose rules compare its own leads. */
  public Campaign within(String sets, String action) {
    return create(newSource(), rules(sets, action, "campaign"), true);
  }

  public int newSource() {
    return AccountClient.id(account.source("of ruled campaigns"));
  }

  /** Makes a campaign without rules. */
  public Campaign plain(int leadSourceId) {
    return create(leadSourceId, "\"duplicate_rules\":null", true);
  }

  /**
   * Makes a campaign whose rules compare the e-mail within a lead source or all leads, of which
   * there are none without a hash.
   */
  public Campaign byEmail(
      int leadSourceId, String within, String action, boolean requireAuthentication) {
    fixtures.change(
        """
        INSERT INTO hash_kind (within, scope_id, names, state, covers_from)
        VALUES (?, ?, '{email}', 'active', '00000000-0000-0000-0000-000000000000')
        ON CONFLICT (within, scope_id, names) DO NOTHING""",
        within,
        within.equals("all") ? 0 : leadSourceId);
    return create(leadSourceId, rules("[[\"email\"]]", action, within), requireAuthentication);
  }

  private Campaign create(int leadSourceId, String rules, boolean requireAuthentication) {
    Answer created =
        account
            .client()
            .post(
                AccountClient.CAMPAIGNS,
                """
                {"lead_source_id":%d,"lead_type_id":%d,"name":"ruled","require_authentication":%s,%s}"""
                    .formatted(leadSourceId, leadTypeId, requireAuthentication, rules));
    if (created.status() != 201) {
      throw new IllegalStateException(created.toString());
    }
    return new Campaign(AccountClient.id(created), leadSourceId, leadTypeId);
  }

  private static String rules(String sets, String action, String within) {
    return "\"duplicate_rules\":{\"sets\":%s,\"days\":30,\"action\":\"%s\",\"within\":\"%s\"}"
        .formatted(sets, action, within);
  }
}
