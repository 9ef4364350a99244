-- Tables and names that nobody expects.
CREATE UNLOGGED TABLE unlogged_one (id int PRIMARY KEY, note text);
INSERT INTO unlogged_one SELECT i, 'u' || i FROM generate_series(1, 100) AS i;

CREATE TABLE without_key (note text);
INSERT INTO without_key SELECT 'same' FROM generate_series(1, 50);
CREATE TABLE without_columns ();
INSERT INTO without_columns SELECT FROM generate_series(1, 5);
CREATE TABLE all_dropped (a int, b text);
INSERT INTO all_dropped VALUES (1, 'x'), (2, 'y');
ALTER TABLE all_dropped DROP COLUMN a, DROP COLUMN b;
CREATE TABLE some_dropped (a int, b text, c int);
INSERT INTO some_dropped VALUES (1, 'gone', 3);
ALTER TABLE some_dropped DROP COLUMN b;
ALTER TABLE some_dropped ADD COLUMN d text DEFAULT 'added later';
INSERT INTO some_dropped VALUES (4, 5, NULL);
CREATE TABLE empty_one (id int PRIMARY KEY, note text);

CREATE SCHEMA "Mixed Case";
CREATE TABLE "Mixed Case"."Order" ("Select" int PRIMARY KEY, "from" text, "a.b" text, "c""d" text);
INSERT INTO "Mixed Case"."Order" VALUES (1, 'f', 'dot', 'quote');
CREATE TABLE "Mixed Case".order (id int);
INSERT INTO "Mixed Case".order VALUES (2);
CREATE INDEX "Index ""quoted""" ON "Mixed Case"."Order" ("c""d", "a.b");

CREATE SCHEMA "süß.schön";
CREATE TABLE "süß.schön"."naïve – 表 😀" ("spalte ä" int, "列" text, "🙂" text);
INSERT INTO "süß.schön"."naïve – 表 😀" VALUES (1, 'ünïcødé 漢字 😀', E'tab\tnewline\nback\\slash \\N \\.');

CREATE TABLE "; DROP TABLE empty_one; --" ("'; --" int, "$1" text, "%s" text, "?" text, "{x}" text, "\n" text);
INSERT INTO "; DROP TABLE empty_one; --" VALUES (1, '$1', '%s', '?', '{fn x}', E'\\n');
CREATE TABLE "a
b" ("c
d" int);
INSERT INTO "a
b" VALUES (3);
CREATE TABLE " leading and trailing " (" x " int);
INSERT INTO " leading and trailing " VALUES (4);
CREATE TABLE "$$" ("$a$" int, "/*" text, "*/" text);
INSERT INTO "$$" VALUES (5, '/*', '*/');
CREATE TABLE "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"
    ("ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc" int PRIMARY KEY);
INSERT INTO "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn" VALUES (6);
CREATE TABLE "user" ("table" int, "null" int);
INSERT INTO "user" VALUES (7, NULL);

-- Names that the copy itself uses elsewhere, and the names of catalogues.
CREATE SCHEMA shop;
CREATE TABLE shop.pg_class (id int);
INSERT INTO shop.pg_class VALUES (8);
CREATE TABLE shop.t (t int, ctid_ int, count int);
INSERT INTO shop.t VALUES (9, 10, 11);
CREATE TABLE public.unit (unit text PRIMARY KEY, epoch int);
INSERT INTO public.unit VALUES ('not ours', 1);
CREATE TABLE public.migration (id text);
INSERT INTO public.migration VALUES ('not ours');

DO $do$
BEGIN
    EXECUTE 'CREATE TABLE many_columns (' || (SELECT string_agg('c' || i || ' int', ', ') FROM generate_series(1, 1590) AS i) || ')';
    INSERT INTO many_columns (c1, c1590) VALUES (1, 1590), (NULL, NULL);
END
$do$;

CREATE TABLE strings (id int, value text);
INSERT INTO strings VALUES
    (1, ''), (2, NULL), (3, '\N'), (4, E'\\.'), (5, E'\r\n'), (6, E'\b\f\v'), (7, 'NULL'), (8, '"'), (9, E'\u00a0'),
    (10, ' '), (11, E'\x01\x7f'), (12, repeat(E'\\', 1000)), (13, repeat('long ', 100000));

CREATE ACCESS METHOD second_heap TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE in_second_heap (id int) USING second_heap;
INSERT INTO in_second_heap SELECT generate_series(1, 10);
CREATE VIEW "View; --" AS SELECT "'; --", "$1" FROM "; DROP TABLE empty_one; --";
