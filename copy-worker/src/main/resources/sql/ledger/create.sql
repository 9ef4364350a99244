CREATE SCHEMA pgconvoy_ledger;

-- source: which database this is a copy of; scope: what of it was wanted. Another migration may go on with it only
-- when both are its own.
CREATE TABLE pgconvoy_ledger.migration (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    id text NOT NULL,
    request_hash text NOT NULL,
    epoch integer NOT NULL,
    source text NOT NULL,
    scope text NOT NULL,
    source_snapshot text NOT NULL DEFAULT '',
    divided boolean NOT NULL DEFAULT false
);

CREATE TABLE pgconvoy_ledger.unit (
    unit text PRIMARY KEY,
    epoch integer NOT NULL,
    rows bigint NOT NULL DEFAULT 0,
    bytes bigint NOT NULL DEFAULT 0,
    millis bigint NOT NULL DEFAULT 0,
    target_rows bigint NOT NULL DEFAULT -1,
    source_checksum text NOT NULL DEFAULT '',
    target_checksum text NOT NULL DEFAULT '',
    notes text NOT NULL DEFAULT '[]',
    done_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp()
);

-- How large tables were split. Whoever goes on with the copy keeps to it: other parts would lose or double rows.
CREATE TABLE pgconvoy_ledger.part (
    table_name text NOT NULL,
    number integer NOT NULL,
    of integer NOT NULL,
    rows text NOT NULL,
    PRIMARY KEY (table_name, number)
);

-- Which tables have tasks of their own, and the pages that they had on the source. Whoever goes on with the copy keeps
-- to it, however large they are by then and whatever the settings of another worker.
CREATE TABLE pgconvoy_ledger.large_table (
    table_name text PRIMARY KEY,
    pages bigint NOT NULL
);

-- What the conductor does at the very end, when none of our sessions could be met by it.
CREATE TABLE pgconvoy_ledger.last_step (
    position serial PRIMARY KEY,
    unit text NOT NULL,
    object text NOT NULL,
    sql text NOT NULL
);

-- What is to be reported of the database: there is a row once its copy is complete and proven.
CREATE TABLE pgconvoy_ledger.outcome (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    text text NOT NULL
);

-- A crash of the server empties what is unlogged: this row tells whether that has happened since it was written.
CREATE UNLOGGED TABLE pgconvoy_ledger.since_crash (alive boolean NOT NULL);
INSERT INTO pgconvoy_ledger.since_crash VALUES (true);

-- What sequences were set to, by one read of the source after the rows. The copy is compared with this.
CREATE TABLE pgconvoy_ledger.sequence (
    schema_name text NOT NULL,
    sequence_name text NOT NULL,
    last_value bigint NOT NULL,
    called boolean NOT NULL,
    increment bigint NOT NULL,
    cycles boolean NOT NULL,
    least bigint NOT NULL,
    greatest bigint NOT NULL,
    PRIMARY KEY (schema_name, sequence_name)
);
