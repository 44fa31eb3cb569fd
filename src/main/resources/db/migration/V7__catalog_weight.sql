-- Every node keeps these rows in memory, and they may differ in size a thousandfold. What a row takes follows
-- from these columns (see CatalogWeight), and the sum of all must not pass limits.catalog_bytes. Postgres fills
-- them at each write, also by hand, because the sum is taken at each change and must not read all JSON anew.

-- The bytes that the characters of a text take in a JVM: one each where all are ASCII; else up to two for each
-- UTF-16 unit, of which a character of four UTF-8 bytes has two.
CREATE FUNCTION text_bytes_in_memory(value text) RETURNS int LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE octet_length(value) WHEN char_length(value) THEN octet_length(value)
        ELSE octet_length(value) + char_length(value) END
$$;

-- Before any table is locked, as every writer does: a writer of an older release that holds a lock on a table and
-- waits for another cannot meet this migration in between.
SELECT version FROM state_version FOR UPDATE;

ALTER TABLE lead_source
    ADD text_bytes bigint NOT NULL GENERATED ALWAYS AS (text_bytes_in_memory(name)) STORED;

ALTER TABLE lead_type
    ADD text_bytes bigint NOT NULL GENERATED ALWAYS AS
        (text_bytes_in_memory(name) + text_bytes_in_memory(fields::text)) STORED,
    ADD field_count bigint NOT NULL GENERATED ALWAYS AS
        (jsonb_array_length(jsonb_path_query_array(fields, '$[*]'))) STORED,
    ADD option_count bigint NOT NULL GENERATED ALWAYS AS
        (jsonb_array_length(jsonb_path_query_array(fields, '$[*].options[*]'))) STORED;

ALTER TABLE campaign
    ADD text_bytes bigint NOT NULL GENERATED ALWAYS AS
        (text_bytes_in_memory(name) + coalesce(text_bytes_in_memory(duplicate_rules::text), 0)) STORED,
    ADD rule_name_count bigint NOT NULL GENERATED ALWAYS AS
        (coalesce(jsonb_array_length(jsonb_path_query_array(duplicate_rules, '$.sets[*][*]')), 0)) STORED;
