-- Orders of text that the target must have, too.
CREATE COLLATION german (provider = icu, locale = 'de-u-co-phonebk');
CREATE COLLATION no_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE COLLATION "Numeric; --" (provider = icu, locale = 'en-u-kn-true');
CREATE COLLATION as_bytes (provider = libc, locale = 'C');
CREATE TABLE word (
    id int PRIMARY KEY, de text COLLATE german, nc text COLLATE no_case UNIQUE, nu text COLLATE "Numeric; --",
    plain text COLLATE as_bytes, built_in text COLLATE "de-x-icu", few varchar(20) COLLATE "POSIX"
);
INSERT INTO word SELECT i, 'ä' || i, 'Word' || i, 'w' || i, 'W' || i, 'ß' || i, 'p' FROM generate_series(1, 200) AS i;
CREATE INDEX ON word (de, nu DESC NULLS LAST);
CREATE INDEX ON word (plain COLLATE "en-x-icu" text_pattern_ops);
CREATE DOMAIN folded AS text COLLATE no_case CHECK (VALUE <> 'forbidden');
CREATE TABLE uses_domain (f folded);
INSERT INTO uses_domain VALUES ('a'), ('B');
CREATE TYPE pair AS (a text COLLATE german, b text);
CREATE TABLE by_letter (w text COLLATE "Numeric; --") PARTITION BY RANGE (w);
CREATE TABLE by_letter_1 PARTITION OF by_letter FOR VALUES FROM (MINVALUE) TO ('w50');
CREATE TABLE by_letter_2 PARTITION OF by_letter FOR VALUES FROM ('w50') TO (MAXVALUE);
INSERT INTO by_letter SELECT 'w' || i FROM generate_series(1, 100) AS i;
CREATE TABLE hashed_letters (w text COLLATE no_case) PARTITION BY HASH (w);
CREATE TABLE hashed_letters_0 PARTITION OF hashed_letters FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE hashed_letters_1 PARTITION OF hashed_letters FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO hashed_letters SELECT 'W' || i FROM generate_series(1, 100) AS i;
CREATE VIEW sorted AS SELECT de FROM word ORDER BY de COLLATE "C";
CREATE TYPE text_range AS RANGE (subtype = text, collation = german);
CREATE TABLE spans (s text_range);
INSERT INTO spans VALUES ('[a,b)'), ('empty'), ('(,"ä,"]');
