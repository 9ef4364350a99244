CREATE SCHEMA pgconvoy;

CREATE TABLE pgconvoy.migration (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    id text NOT NULL,
    epoch integer NOT NULL,
    source_snapshot text NOT NULL DEFAULT ''
);

CREATE TABLE pgconvoy.unit (
    unit text PRIMARY KEY,
    epoch integer NOT NULL,
    rows bigint NOT NULL DEFAULT 0,
    bytes bigint NOT NULL DEFAULT 0,
    millis bigint NOT NULL DEFAULT 0,
    target_rows bigint NOT NULL DEFAULT -1,
    source_checksum text NOT NULL DEFAULT '',
    target_checksum text NOT NULL DEFAULT '',
    done_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp()
);
