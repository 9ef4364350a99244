-- encoding: EUC_JP
CREATE TABLE "表" ("列" text PRIMARY KEY DEFAULT '既定値', n int);
INSERT INTO "表" VALUES ('日本語', 1), ('カタカナ', 2), ('ｶﾅ', 3), ('～－＄※〒', 4), ('ascii \ ~', 5), ('丂', 6);
INSERT INTO "表" SELECT repeat('漢字', i), i FROM generate_series(1, 100) AS i;
COMMENT ON COLUMN "表"."列" IS '説明';
CREATE TYPE "色" AS ENUM ('赤', '青');
CREATE TABLE colours (c "色", cs "色"[]);
INSERT INTO colours VALUES ('青', '{赤,青}');
CREATE FUNCTION "関数"() RETURNS text LANGUAGE sql AS 'SELECT ''答え''::text';
CREATE INDEX ON "表" (lower("列"));
