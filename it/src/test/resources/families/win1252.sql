-- encoding: WIN1252
-- Bytes that have no equivalent in UTF-8 (81, 8d, 8f, 90, 9d), in rows and wherever a schema has words of its users.
CREATE FUNCTION "naïve"() RETURNS text LANGUAGE sql IMMUTABLE AS E'SELECT \'\x81 it\'\'s \\ ä\'::text';
CREATE FUNCTION counted(IN n int DEFAULT length(E'\x9d\x9d')) RETURNS int LANGUAGE plpgsql AS E'BEGIN -- \x8d é\n RETURN n; END';
CREATE TYPE mood AS ENUM ('froh', E'\x81nd');
CREATE DOMAIN word AS text DEFAULT E'\x8f' CHECK (VALUE <> E'\x90 or ü');
CREATE TABLE "straße" (
    id int PRIMARY KEY,
    t text DEFAULT E'\x81 déjà \\ ''quoted''' CHECK (t <> E'\x8d'),
    w word,
    m mood,
    g text GENERATED ALWAYS AS (coalesce(t, '') || E'\x9d') STORED
);
COMMENT ON TABLE "straße" IS E'façade \x81 "$$" -- no comment';
COMMENT ON COLUMN "straße".t IS 'only what UTF-8 has: € ß';
INSERT INTO "straße" SELECT i, chr(i) || ' is ' || i, E'\x81', E'\x81nd' FROM generate_series(128, 255) AS i;
INSERT INTO "straße" (id) VALUES (1);
CREATE INDEX "größe" ON "straße" (lower(t)) WHERE t <> E'\x81';
CREATE INDEX calling ON "straße" (("naïve"() || id));
CREATE STATISTICS together ON (t || E'\x81'), (w || E'\x8d') FROM "straße";
CREATE TABLE parts (k text, v int) PARTITION BY LIST (k);
CREATE TABLE part_81 PARTITION OF parts FOR VALUES IN (E'\x81', 'ä');
CREATE TABLE part_rest PARTITION OF parts FOR VALUES IN (E'\x9d');
INSERT INTO parts VALUES (E'\x81', 1), ('ä', 2), (E'\x9d', 3);
CREATE VIEW shown AS SELECT t || E'\x81' AS "schön" FROM "straße" WHERE w = E'\x8f';
CREATE MATERIALIZED VIEW kept AS SELECT id, E'\x81'::text AS mark FROM "straße";
CREATE RULE no_delete AS ON DELETE TO "straße" WHERE OLD.t = E'\x90' DO INSTEAD NOTHING;
CREATE FUNCTION touched() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$;
CREATE TRIGGER touch BEFORE UPDATE ON "straße" FOR EACH ROW WHEN (NEW.t = E'\x81') EXECUTE FUNCTION touched(E'\x81');
ALTER TABLE "straße" ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON "straße" USING (t <> E'\x8d') WITH CHECK (t <> E'\x9d');
CREATE AGGREGATE joined(text) (SFUNC = textcat, STYPE = text, INITCOND = E'\x81');
