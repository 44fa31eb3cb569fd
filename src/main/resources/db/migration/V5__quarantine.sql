-- Of a token that we did sign (it has expired, was revoked, ...), or a stranger's: each kind has a cap
-- of its own. As QuarantineReason.isSigned() has it.
ALTER TABLE quarantine
    ADD signed boolean NOT NULL GENERATED ALWAYS AS
        (reason IN ('expired', 'revoked', 'credential_disabled', 'secret_retired', 'insufficient_scope')) STORED;

-- So that each kind can be counted by a look at an index, which is a small part of the table.
DROP INDEX quarantine_campaign_id;
CREATE INDEX quarantine_campaign_id ON quarantine (campaign_id, id) INCLUDE (signed);

-- How many rows of each kind there are. What inserts rows counts them in the same statement: so the caps
-- hold on all nodes together, and the lock on a kind's row puts its inserts in order.
CREATE TABLE quarantine_rows (
    signed boolean PRIMARY KEY,
    rows bigint NOT NULL,
    -- To how many rows the last statement was let in.
    granted bigint NOT NULL DEFAULT 0
);
INSERT INTO quarantine_rows (signed, rows)
SELECT kind, (SELECT count(*) FROM quarantine WHERE signed = kind) FROM (VALUES (false), (true)) AS t(kind);

-- A partition that is dropped, or changed directly, is not seen here: see QuarantineCount.
CREATE FUNCTION count_quarantine_loss() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kind boolean;
    lost bigint;
BEGIN
    -- Always in this order, so that two of them do not wait for each other.
    FOREACH kind IN ARRAY ARRAY[false, true]
    LOOP
        SELECT count(*) INTO lost FROM gone WHERE signed = kind;
        IF lost > 0 THEN
            UPDATE quarantine_rows SET rows = rows - lost WHERE signed = kind;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER count_loss AFTER DELETE ON quarantine
    REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION count_quarantine_loss();
