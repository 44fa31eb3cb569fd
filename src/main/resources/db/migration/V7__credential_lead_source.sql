SET lock_timeout = 0;
-- A broken try leaves an invalid index behind.
DROP INDEX CONCURRENTLY IF EXISTS credential_lead_source;
-- For the credentials of a lead source (CredentialStore, VendorFigures, LeadSourceTable).
CREATE INDEX CONCURRENTLY credential_lead_source ON credential (lead_source_id, client_id) WHERE lead_source_id IS NOT NULL;
