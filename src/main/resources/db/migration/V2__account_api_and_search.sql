-- What is deleted stays as a row: a lead that was on its way when its campaign was deleted must still
-- find it, and everything that refers to it goes on to lead somewhere.
ALTER TABLE lead_source
    ADD reference_is_key boolean NOT NULL DEFAULT false,
    ADD deleted_at timestamptz;

ALTER TABLE lead_type
    ADD strict boolean NOT NULL DEFAULT false,
    ADD deleted_at timestamptz;

-- duplicate_rules: {"sets": [["email"], ["phone", "last_name"]], "days", "action", "within"}
ALTER TABLE campaign
    ADD duplicate_rules jsonb,
    ADD deleted_at timestamptz;
CREATE INDEX campaign_lead_source_id ON campaign (lead_source_id);
CREATE INDEX campaign_lead_type_id ON campaign (lead_type_id);

ALTER TABLE audit_log
    ADD actor_type text NOT NULL DEFAULT 'admin' CHECK (actor_type IN ('admin', 'credential')),
    ADD request_id text;
ALTER TABLE audit_log ALTER actor_type DROP DEFAULT;

-- In their normal forms: lower case and E.164.
ALTER TABLE lead
    ADD email text COLLATE "C",
    ADD phone text COLLATE "C";

-- For the leads of a campaign, newest first.
CREATE INDEX lead_campaign_id ON lead (campaign_id, id);

-- For a search by e-mail or phone. A B-tree each would cost 12 microseconds a lead, more than all else
-- of its insert; this costs 2, and a search reads it instead of the table, which is 100 times as large.
CREATE INDEX lead_contact ON lead USING brin (
    email text_bloom_ops (n_distinct_per_range = 1000, false_positive_rate = 0.005),
    phone text_bloom_ops (n_distinct_per_range = 1000, false_positive_rate = 0.005)
) WITH (pages_per_range = 32, autosummarize = on);

-- For the requests of a campaign, newest first, and for whether it has any.
CREATE INDEX quarantine_campaign_id ON quarantine (campaign_id, id);
