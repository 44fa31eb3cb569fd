-- Makes a campaign that requires a token, and a credential that can fetch a token.
-- psql -v client_id=… -v secret_sha256=<hex> -f seed.sql; prints the campaign's id.
\set ON_ERROR_STOP on
\set QUIET on
BEGIN;
INSERT INTO lead_source (name) VALUES ('Load test') RETURNING id AS lead_source_id \gset
INSERT INTO lead_type (name, fields)
VALUES ('Home improvement', '[
    {"name": "first_name", "label": "First name", "type": "text", "required": true},
    {"name": "last_name", "label": "Last name", "type": "text", "required": true},
    {"name": "email", "label": "E-mail", "type": "email", "required": true},
    {"name": "phone", "label": "Phone", "type": "phone", "required": true},
    {"name": "postal_code", "label": "ZIP code", "type": "postal_code", "required": true},
    {"name": "state", "label": "State", "type": "us_state", "required": true},
    {"name": "comments", "label": "Comments", "type": "text", "required": false}
]') RETURNING id AS lead_type_id \gset
INSERT INTO campaign (lead_source_id, lead_type_id, name, require_authentication)
VALUES (:lead_source_id, :lead_type_id, 'Load test', true) RETURNING id AS campaign_id \gset
INSERT INTO credential (client_id, description, scopes)
VALUES (:'client_id', 'Load test', '{account_api,lead_receiver}');
INSERT INTO credential_secret (id, client_id, secret_sha256)
VALUES (gen_random_uuid(), :'client_id', decode(:'secret_sha256', 'hex'));
COMMIT;
\echo :campaign_id
