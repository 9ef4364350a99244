CREATE TABLE sample.hashed (feels sample.mood, n int) PARTITION BY HASH (feels);
CREATE TABLE sample.hashed_0 PARTITION OF sample.hashed FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE sample.hashed_1 PARTITION OF sample.hashed FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO sample.hashed SELECT (enum_range(NULL::sample.mood))[i % 3 + 1], i FROM generate_series(1, 99) AS i;
CREATE TABLE sample.defaulted PARTITION OF sample.ranged DEFAULT;
CREATE INDEX ranged_note ON sample.ranged (note);
CREATE PROCEDURE sample.proceeds(n int) LANGUAGE sql AS 'SELECT n';
