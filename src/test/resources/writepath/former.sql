-- The tables of the write path as they were with text keys and jsonb: the baseline of WritePathCost.
CREATE TABLE lead (
    id uuid PRIMARY KEY,
    campaign_id int NOT NULL,
    credential_id uuid,
    received_at timestamptz NOT NULL,
    remote inet NOT NULL,
    fields jsonb NOT NULL,
    email text COLLATE "C",
    phone text COLLATE "C"
) PARTITION BY RANGE (id);
CREATE INDEX lead_campaign_id ON lead (campaign_id, id);
CREATE INDEX lead_contact ON lead USING brin (
    email text_bloom_ops (n_distinct_per_range = 1000, false_positive_rate = 0.005),
    phone text_bloom_ops (n_distinct_per_range = 1000, false_positive_rate = 0.005)
) WITH (pages_per_range = 32, autosummarize = off);
CREATE TABLE idempotency_key (
    campaign_id int NOT NULL,
    key text COLLATE "C" NOT NULL,
    fingerprint bytea NOT NULL CHECK (octet_length(fingerprint) = 32),
    lead_id uuid NOT NULL,
    received_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (campaign_id, key)
) WITH (autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX idempotency_key_expires_at ON idempotency_key (expires_at);
