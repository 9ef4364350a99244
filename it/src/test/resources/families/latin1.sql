-- encoding: LATIN1
CREATE TABLE "tèst" ("spâlte" text PRIMARY KEY DEFAULT 'déjà', n int);
INSERT INTO "tèst" SELECT chr(i) || ' is ' || i, i FROM generate_series(160, 255) AS i;
INSERT INTO "tèst" (n) VALUES (1);
COMMENT ON TABLE "tèst" IS 'façade ÄÖÜß ÿ';
CREATE TYPE "größe" AS ENUM ('klein', 'groß');
CREATE TABLE sizes (s "größe", list "größe"[]);
INSERT INTO sizes VALUES ('groß', '{klein,groß}');
CREATE FUNCTION "début"() RETURNS text LANGUAGE sql AS 'SELECT ''é''::text';
CREATE VIEW v AS SELECT 'ñ'::text AS n;
CREATE INDEX "índice" ON "tèst" (lower("spâlte")) WHERE "spâlte" <> 'ü';
