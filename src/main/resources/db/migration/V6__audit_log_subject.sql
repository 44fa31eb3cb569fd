SET lock_timeout = 0;
-- A broken try leaves an invalid index behind.
DROP INDEX CONCURRENTLY IF EXISTS audit_log_subject;
-- For the changes of one object, newest first (AuditLog).
CREATE INDEX CONCURRENTLY audit_log_subject ON audit_log (subject, id);
