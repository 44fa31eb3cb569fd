-- LeadExec's formats.

-- The format of the post, without which the leads of a kept body cannot be read: campaign for a receiver that has
-- the campaign in its path, v1 and v2 for LeadExec's.
ALTER TABLE quarantine ADD COLUMN format text NOT NULL DEFAULT 'campaign';

-- The vendor's own name of a rejected duplicate, of which the fields alone are kept.
ALTER TABLE quarantine ADD COLUMN reference text;
