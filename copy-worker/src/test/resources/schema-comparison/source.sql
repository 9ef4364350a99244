-- One of each, and whatever PostgreSQL prints in other words once it has read its own.
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE pair AS (a integer, b text);
CREATE DOMAIN positive AS integer DEFAULT 1 CHECK (VALUE > 0);
CREATE DOMAIN letter AS varchar CHECK (VALUE IN ('a', 'b'));
CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2';
CREATE FUNCTION pass() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE AGGREGATE total (integer) (SFUNC = int4pl, STYPE = integer);
CREATE SEQUENCE tickets INCREMENT 2;
CREATE TABLE boat (
    id integer PRIMARY KEY,
    s varchar(10) CHECK (s IN ('a', 'b')),
    s2 varchar,
    n integer DEFAULT 5,
    mood mood NOT NULL DEFAULT 'ok',
    doubled integer GENERATED ALWAYS AS (n * 2) STORED,
    kind text GENERATED ALWAYS AS (CASE WHEN s IN ('a', 'b') THEN 'letter' END) STORED,
    since timestamptz DEFAULT '2024-01-01 00:00:00+00',
    CONSTRAINT multi CHECK (s2 IN ('x', 'y') OR s2 IS NULL)
);
CREATE TABLE oar (boat integer REFERENCES boat ON DELETE CASCADE, v text COLLATE "C", UNIQUE (boat, v));
CREATE INDEX part ON boat (id) WHERE s IN ('a', 'b');
CREATE INDEX plain ON boat (n DESC);
CREATE INDEX computed ON boat ((s IN ('a', 'b')));
CREATE VIEW letters AS SELECT id FROM boat WHERE s IN ('a', 'b');
CREATE VIEW unnamed AS SELECT q.id, q.y FROM (SELECT boat.id, boat.n AS y FROM boat UNION ALL SELECT boat.id, NULL FROM boat) q;
CREATE VIEW three AS SELECT n FROM boat UNION SELECT NULL UNION SELECT 3;
CREATE MATERIALIZED VIEW filled AS SELECT s FROM boat WHERE s IN ('a', 'b');
CREATE POLICY mine ON boat USING (s IN ('a', 'b'));
ALTER TABLE boat ENABLE ROW LEVEL SECURITY;
CREATE TRIGGER passing BEFORE INSERT ON boat FOR EACH ROW WHEN (NEW.s IN ('a', 'b')) EXECUTE FUNCTION pass();
CREATE TRIGGER quiet BEFORE UPDATE ON boat FOR EACH ROW EXECUTE FUNCTION pass();
CREATE RULE keep AS ON DELETE TO oar DO INSTEAD NOTHING;
CREATE STATISTICS both_of ON (s IN ('a', 'b')), n FROM boat;
CREATE STATISTICS of_columns (dependencies) ON n, s FROM boat;
CREATE TABLE log (at timestamptz NOT NULL, v bytea DEFAULT '\x00ff') PARTITION BY RANGE (at);
CREATE TABLE log_2024 PARTITION OF log FOR VALUES FROM ('2024-01-01 00:00+00') TO ('2025-01-01 00:00+00');
CREATE TABLE shaped (i interval DEFAULT '1 mon 2 days 03:04', d date DEFAULT '2024-02-29', f float8 DEFAULT 0.1, CHECK (i < '1 year' AND d > '2001-02-03'));
COMMENT ON TABLE boat IS 'a boat';
COMMENT ON COLUMN boat.s IS 'a letter';
