-- encoding: SQL_ASCII
-- Bytes of no known encoding: they must arrive as they are.
CREATE TABLE bytes (id int PRIMARY KEY, t text, v varchar(10), c char(4));
INSERT INTO bytes SELECT i, convert_from(decode(to_hex(i) || '41', 'hex'), 'SQL_ASCII'), convert_from(decode(to_hex(i), 'hex'), 'SQL_ASCII'),
    convert_from(decode('80' || to_hex(i), 'hex'), 'SQL_ASCII') FROM generate_series(128, 255) AS i;
CREATE INDEX ON bytes (t);
CREATE TYPE pair AS (a text, b int);
CREATE TABLE bytes_as_text (p pair, ps pair[], list text[]);
INSERT INTO bytes_as_text SELECT ROW(t, id)::pair, ARRAY [ROW(t, id)::pair], ARRAY [t, NULL, v] FROM bytes;
CREATE TABLE "süß" ("naïve" text DEFAULT 'größe');
INSERT INTO "süß" DEFAULT VALUES;
COMMENT ON TABLE "süß" IS 'in UTF-8 by chance: ä';
CREATE TABLE of_no_encoding (t text DEFAULT E'\xff\xe4 and \xc3\xa4' CHECK (t <> E'\x80'), "süß" text DEFAULT 'ä');
INSERT INTO of_no_encoding DEFAULT VALUES;
COMMENT ON TABLE of_no_encoding IS E'\xe4\xf6';
CREATE FUNCTION of_no_encoding() RETURNS text LANGUAGE sql AS E'SELECT \'\xe4\'::text';
CREATE INDEX ON of_no_encoding (t) WHERE t <> E'\xe4';
CREATE VIEW shown_bytes AS SELECT t || E'\xfc' AS t FROM of_no_encoding;
