package io.leadgate.config;

import static io.leadgate.config.SettingsCheck.within;

/**
 * How much of anything there may be, so that everything is bounded. Each one's unit and what
 * happens past it stand in {@code config/leadgate.yaml}.
 */
public record LimitSettings(
    long budgetBytes,
    int bodyBytes,
    int arrayBytes,
    int arrayItems,
    int quarantineBodyBytes,
    int fields,
    int jsonDepth,
    int requestLineBytes,
    int headerBytes,
    int headerLines,
    int queuedLeads,
    int batchLeads,
    int leadSources,
    int leadTypes,
    int campaigns,
    int campaignsPerLeadSource,
    long catalogBytes,
    int failedLoginsPerMinute,
    int revokedTokensPerCredential) {
  public LimitSettings {
    within("limits.budget_bytes", budgetBytes, 1 << 20, Long.MAX_VALUE);
    within("limits.body_bytes", bodyBytes, 1, 16 << 20);
    within("limits.array_bytes", arrayBytes, bodyBytes, 16 << 20);
    within("limits.array_items", arrayItems, 1, 10_000);
    within("limits.quarantine_body_bytes", quarantineBodyBytes, 1, 16 << 20);
    within("limits.fields", fields, 1, 10_000);
    within("limits.json_depth", jsonDepth, 1, 100);
    within("limits.request_line_bytes", requestLineBytes, 256, 1 << 20);
    within("limits.header_bytes", headerBytes, 256, 1 << 20);
    within("limits.header_lines", headerLines, 1, 10_000);
    within("limits.queued_leads", queuedLeads, 1, 10_000_000);
    within("limits.batch_leads", batchLeads, 1, Math.min(10_000, queuedLeads));
    within("limits.lead_sources", leadSources, 1, 1_000_000);
    within("limits.lead_types", leadTypes, 1, 100_000);
    within("limits.campaigns", campaigns, 1, 1_000_000);
    within("limits.campaigns_per_lead_source", campaignsPerLeadSource, 1, 10_000);
    within("limits.catalog_bytes", catalogBytes, 1 << 16, 1L << 40);
    within("limits.failed_logins_per_minute", failedLoginsPerMinute, 0, 1_000_000);
    within("limits.revoked_tokens_per_credential", revokedTokensPerCredential, 1, 100_000);
  }
}
