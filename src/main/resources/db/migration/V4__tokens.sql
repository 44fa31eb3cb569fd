-- When a credential's state or a revocation was written, so that each node can tell how long it took to
-- be in force there.
ALTER TABLE credential ADD changed_at timestamptz NOT NULL DEFAULT clock_timestamp();

-- Whose token it was, since each credential may have only so many.
ALTER TABLE revoked_token
    ADD changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ADD client_id uuid;
CREATE INDEX revoked_token_client_id ON revoked_token (client_id);
CREATE INDEX revoked_token_expires_at ON revoked_token (expires_at);

CREATE FUNCTION note_timed_state_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_in := raise_state_version();
    NEW.changed_at := clock_timestamp();
    RETURN NEW;
END $$;

DROP TRIGGER note ON credential;
CREATE TRIGGER note
    BEFORE INSERT OR UPDATE OF client_id, description, scopes, enabled, lead_source_id, epoch
    ON credential FOR EACH ROW EXECUTE FUNCTION note_timed_state_change();

DROP TRIGGER note ON revoked_token;
CREATE TRIGGER note BEFORE INSERT OR UPDATE ON revoked_token
    FOR EACH ROW EXECUTE FUNCTION note_timed_state_change();
