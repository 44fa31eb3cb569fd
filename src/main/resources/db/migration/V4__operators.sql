-- Changes by the commands of operators, who are no users of the admin API.
-- NOT VALID reads no rows, because the rows that are there satisfy the narrower rule.
ALTER TABLE audit_log
    DROP CONSTRAINT audit_log_actor_type_check,
    ADD CONSTRAINT audit_log_actor_type_check CHECK (actor_type IN ('admin', 'credential', 'operator')) NOT VALID;

-- How many lead sources are silent (SilentSources). One node counts, and all nodes tell.
CREATE TABLE silent_lead_sources (
    single_row boolean PRIMARY KEY DEFAULT true CHECK (single_row),
    tried_at timestamptz NOT NULL DEFAULT '1970-01-01Z',
    counted_at timestamptz NOT NULL DEFAULT '1970-01-01Z',
    sources int NOT NULL DEFAULT 0
);
INSERT INTO silent_lead_sources DEFAULT VALUES;
