-- Nine tenths of the rows have the lowest hundredth of the keys. psql -v scale=1 makes about 1 GB.
CREATE TABLE movement (id bigint NOT NULL, ship integer NOT NULL, position point NOT NULL, note text NOT NULL);
SELECT (5000000 * :scale)::bigint AS rows \gset
INSERT INTO movement
SELECT
    CASE WHEN i % 10 > 0 THEN i ELSE :rows + (i / 10) * 990 END,
    i % 1009,
    point(i % 180, i % 90),
    md5(i::text) || md5((i * 3)::text) || md5((i * 5)::text) || md5((i * 7)::text)
FROM generate_series(1, :rows) AS i;
ALTER TABLE movement ADD PRIMARY KEY (id);
