-- Every node keeps these rows in memory, and they may differ in size a thousandfold. What a row takes follows
-- from these columns (see CatalogWeight), and the sum of all must not pass limits.catalog_bytes. Triggers fill
-- them at each write, also by hand, because the sum is taken at each change and must not read all JSON anew.

-- A reader that holds one of the tables for long must not hold up every change behind this migration: the start
-- then fails with a line, and is tried again.
SET LOCAL lock_timeout = '5s';

-- Before any table is locked, as the gateway's writers do: a writer of an older release that holds a lock on a
-- table and waits for another cannot meet this migration in between.
SELECT version FROM state_version FOR UPDATE;

-- A plain default and an update of the rows: stored generated columns would write the tables anew, and a node of
-- an older release that reads by a snapshot of before would then find them empty.
ALTER TABLE lead_source
    ADD text_bytes bigint NOT NULL DEFAULT 0;
ALTER TABLE lead_type
    ADD text_bytes bigint NOT NULL DEFAULT 0,
    ADD field_count bigint NOT NULL DEFAULT 0,
    ADD option_count bigint NOT NULL DEFAULT 0;
ALTER TABLE campaign
    ADD text_bytes bigint NOT NULL DEFAULT 0,
    ADD rule_name_count bigint NOT NULL DEFAULT 0;

-- The bytes that the characters of a text take in a JVM: one each where all are ASCII; else up to two for each
-- UTF-16 unit, of which a character of four UTF-8 bytes has two. None for no text.
CREATE FUNCTION text_bytes_in_memory(value text) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE octet_length(value) WHEN char_length(value) THEN octet_length(value)
        ELSE coalesce(octet_length(value) + char_length(value), 0) END
$$;

-- How many values a path leads to; none in no document.
CREATE FUNCTION count_at(document jsonb, path jsonpath) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(jsonb_array_length(jsonb_path_query_array(document, path)), 0)
$$;

CREATE FUNCTION weigh_lead_source() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.text_bytes := text_bytes_in_memory(NEW.name);
    RETURN NEW;
END $$;

CREATE FUNCTION weigh_lead_type() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.text_bytes := text_bytes_in_memory(NEW.name) + text_bytes_in_memory(NEW.fields::text);
    NEW.field_count := count_at(NEW.fields, '$[*]');
    NEW.option_count := count_at(NEW.fields, '$[*].options[*]');
    RETURN NEW;
END $$;

CREATE FUNCTION weigh_campaign() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.text_bytes := text_bytes_in_memory(NEW.name) + text_bytes_in_memory(NEW.duplicate_rules::text);
    NEW.rule_name_count := count_at(NEW.duplicate_rules, '$.sets[*][*]');
    RETURN NEW;
END $$;

CREATE TRIGGER weigh BEFORE INSERT OR UPDATE ON lead_source
    FOR EACH ROW EXECUTE FUNCTION weigh_lead_source();
CREATE TRIGGER weigh BEFORE INSERT OR UPDATE ON lead_type
    FOR EACH ROW EXECUTE FUNCTION weigh_lead_type();
CREATE TRIGGER weigh BEFORE INSERT OR UPDATE ON campaign
    FOR EACH ROW EXECUTE FUNCTION weigh_campaign();

UPDATE lead_source SET name = name;
UPDATE lead_type SET name = name;
UPDATE campaign SET name = name;
