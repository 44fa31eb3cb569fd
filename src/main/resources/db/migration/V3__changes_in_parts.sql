-- Each node reads what changed since it last looked, and not everything. The version that a row was changed in is written here, so that no
-- writer can forget it: a change by hand is seen by every node as well. (Not one that is made with the
-- triggers off, as by replication or a restore: start the nodes again behind that.)
ALTER TABLE state_version
    ADD raised_by xid8 NOT NULL DEFAULT '0',
    -- Rows vanished in this version: a node that knows an older one must read everything again.
    ADD whole_from bigint NOT NULL DEFAULT 1;

-- Once in a transaction, before anything else in it is locked.
CREATE FUNCTION raise_state_version() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    raised bigint;
BEGIN
    UPDATE state_version SET version = version + 1, raised_by = pg_current_xact_id()
        WHERE raised_by <> pg_current_xact_id();
    SELECT version INTO raised FROM state_version;
    RETURN raised;
END $$;

CREATE FUNCTION raise_before_state_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM raise_state_version();
    RETURN NULL;
END $$;

CREATE FUNCTION note_state_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_in := raise_state_version();
    RETURN NEW;
END $$;

CREATE FUNCTION note_state_loss() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE state_version SET whole_from = version;
    RETURN NULL;
END $$;

-- A secret is read with its credential.
CREATE FUNCTION note_secret_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE credential SET epoch = epoch WHERE client_id IN (OLD.client_id, NEW.client_id);
    RETURN NULL;
END $$;

DO $$
DECLARE
    kind text;
BEGIN
    FOREACH kind IN ARRAY ARRAY['lead_source', 'lead_type', 'campaign', 'credential', 'revoked_token']
    LOOP
        EXECUTE format('ALTER TABLE %I ADD changed_in bigint NOT NULL DEFAULT 1', kind);
        EXECUTE format('CREATE INDEX %I ON %I (changed_in)', kind || '_changed_in', kind);
    END LOOP;
    FOREACH kind IN ARRAY ARRAY['lead_source', 'lead_type', 'campaign']
    LOOP
        EXECUTE format('CREATE TRIGGER raise BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I
            FOR EACH STATEMENT EXECUTE FUNCTION raise_before_state_change()', kind);
        EXECUTE format('CREATE TRIGGER note BEFORE INSERT OR UPDATE ON %I
            FOR EACH ROW EXECUTE FUNCTION note_state_change()', kind);
        EXECUTE format('CREATE TRIGGER note_loss AFTER DELETE OR TRUNCATE OR UPDATE OF id ON %I
            FOR EACH STATEMENT EXECUTE FUNCTION note_state_loss()', kind);
    END LOOP;
END $$;

-- When a credential or a secret was last used is no change of the state.
CREATE TRIGGER raise
    BEFORE INSERT OR DELETE OR TRUNCATE OR UPDATE OF client_id, description, scopes, enabled, lead_source_id, epoch
    ON credential FOR EACH STATEMENT EXECUTE FUNCTION raise_before_state_change();
CREATE TRIGGER note
    BEFORE INSERT OR UPDATE OF client_id, description, scopes, enabled, lead_source_id, epoch
    ON credential FOR EACH ROW EXECUTE FUNCTION note_state_change();
CREATE TRIGGER note_loss AFTER DELETE OR TRUNCATE OR UPDATE OF client_id ON credential
    FOR EACH STATEMENT EXECUTE FUNCTION note_state_loss();

CREATE TRIGGER raise
    BEFORE INSERT OR DELETE OR TRUNCATE OR UPDATE OF id, client_id, secret_sha256, created_at
    ON credential_secret FOR EACH STATEMENT EXECUTE FUNCTION raise_before_state_change();
CREATE TRIGGER note AFTER INSERT OR DELETE OR UPDATE OF id, client_id, secret_sha256, created_at
    ON credential_secret FOR EACH ROW EXECUTE FUNCTION note_secret_change();
CREATE TRIGGER note_loss AFTER TRUNCATE
    ON credential_secret FOR EACH STATEMENT EXECUTE FUNCTION note_state_loss();

-- One that is forgotten has expired: what is not read again does no harm.
CREATE TRIGGER raise BEFORE INSERT OR UPDATE ON revoked_token
    FOR EACH STATEMENT EXECUTE FUNCTION raise_before_state_change();
CREATE TRIGGER note BEFORE INSERT OR UPDATE ON revoked_token
    FOR EACH ROW EXECUTE FUNCTION note_state_change();

-- As for the partitions to come: see Partitions.
DO $$
DECLARE
    part regclass;
BEGIN
    FOR part IN SELECT inhrelid FROM pg_inherits
        WHERE inhparent IN ('lead'::regclass, 'quarantine'::regclass)
    LOOP
        EXECUTE format('ALTER TABLE %s ALTER campaign_id SET (n_distinct = 1000)', part);
    END LOOP;
END $$;
