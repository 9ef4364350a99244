-- One table of 500 MB at scale 1, with an index that takes long to build.
SELECT (2500000 * :scale)::integer AS rows \gset
CREATE TABLE giant AS
SELECT i AS id, md5(i::text) || md5((i + 1)::text) || md5((i * 7)::text) AS words, (i * 7919) % 100003 AS kind
FROM generate_series(1, :rows) AS i;
ALTER TABLE giant ADD PRIMARY KEY (id);
CREATE INDEX giant_words ON giant (lower(words), reverse(words));
