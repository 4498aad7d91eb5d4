"""The words of reports by which others are found: one row for each word, as only the newest reports are looked at."""

TABLES = """
CREATE TABLE newest (
  term INTEGER PRIMARY KEY,                -- archive.stories.openings.Opening.terms
  articles TEXT NOT NULL                   -- the newest reports of which it is one of those that say most, oldest first: «12 15 16»
) STRICT;
INSERT INTO newest
  SELECT term, group_concat(article, ' ') FROM (
    SELECT term, article FROM (
      SELECT term, article, row_number() OVER (PARTITION BY term ORDER BY article DESC) AS place FROM telling)
    WHERE place <= 40 ORDER BY term, article)
  GROUP BY term;
DROP TABLE telling;
DROP INDEX outbox_told;                    -- outbox_article is the same
"""
