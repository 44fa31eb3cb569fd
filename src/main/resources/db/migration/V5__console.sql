-- What an admin may do (AdminRole). The nodes of the version before know admins alone.
ALTER TABLE admin_user ADD COLUMN role text NOT NULL DEFAULT 'admin';
ALTER TABLE admin_user ADD CONSTRAINT admin_user_role_check
    CHECK (role IN ('admin', 'operator', 'viewer')) NOT VALID;

-- The nodes of the version before know no roles, and would take every admin for one of the role admin. So the hash
-- of another role has a scheme that they do not know (PasswordHash), by whatever way the role or the hash changes.
CREATE FUNCTION set_scheme_of_role() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.role = 'admin' THEN
        NEW.password_hash := regexp_replace(NEW.password_hash, '^limited-', '');
    ELSIF NEW.password_hash LIKE 'pbkdf2-%' THEN
        NEW.password_hash := 'limited-' || NEW.password_hash;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER set_scheme_of_role BEFORE INSERT OR UPDATE ON admin_user
    FOR EACH ROW EXECUTE FUNCTION set_scheme_of_role();

ALTER TABLE admin_user ADD COLUMN last_signed_in_at timestamptz;

-- A browser that has signed in. Its cookie has 256 random bits, of which a plain SHA-256 cannot be searched.
-- role: null for that of the admin_user; else what the identity provider said at the sign-in.
CREATE TABLE admin_session (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    token_sha256 bytea NOT NULL UNIQUE CHECK (octet_length(token_sha256) = 32),
    username text NOT NULL,
    role text CHECK (role IN ('admin', 'operator', 'viewer')),
    remote inet NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);
-- For the sessions of an admin (Sessions).
CREATE INDEX admin_session_username ON admin_session (username);

-- A new password, or none, ends the sessions of its admin, by whatever way it changes.
CREATE FUNCTION end_admin_sessions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM admin_session WHERE username = OLD.username;
    RETURN NULL;
END $$;
CREATE TRIGGER end_sessions AFTER DELETE OR UPDATE OF username, password_hash ON admin_user
    FOR EACH ROW EXECUTE FUNCTION end_admin_sessions();
