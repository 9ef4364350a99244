-- Who leads which migration on this server, and how it ends once that is decided. Several migrations may come at once.
CREATE SCHEMA IF NOT EXISTS pgconvoy_lead;
CREATE TABLE IF NOT EXISTS pgconvoy_lead.migration (
    id text PRIMARY KEY,
    request_hash text NOT NULL,
    epoch integer NOT NULL,
    attempt integer NOT NULL,
    ending text,
    last_steps text[] NOT NULL DEFAULT '{}',
    begun_anew text[] NOT NULL DEFAULT '{}',
    joined_roles text[] NOT NULL DEFAULT '{}',
    taken_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp()
)
