-- expand
-- Several instances of a module share its followers: one that stands on an older revision than the
-- row has is fenced off. A binary that does not know it is fenced by the offset alone, as before.
ALTER TABLE follower_position ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
