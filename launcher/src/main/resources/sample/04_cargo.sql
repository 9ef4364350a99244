CREATE TABLE shipping.customer (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    parent_id integer REFERENCES shipping.customer ON DELETE SET NULL,
    name text NOT NULL,
    tags text[] DEFAULT '{}' NOT NULL,
    contacts jsonb DEFAULT '[]' NOT NULL,
    credit_limit numeric(14, 2) DEFAULT 0 NOT NULL,
    since date NOT NULL,
    logo bytea
);

CREATE TABLE shipping.container (
    code character(11) PRIMARY KEY CHECK (shipping.check_digit("left"(code, 10)) = "right"(code, 1)),
    feet smallint NOT NULL CHECK (feet IN (20, 40, 45)),
    reefer boolean NOT NULL,
    tare_kg numeric(7, 1) NOT NULL,
    door_code uuid NOT NULL,
    last_inspected timestamp without time zone DEFAULT '-infinity' NOT NULL
);

CREATE TABLE shipping.booking (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reference uuid DEFAULT gen_random_uuid() NOT NULL,
    customer_id integer NOT NULL,
    voyage_id integer NOT NULL,
    status shipping.booking_status DEFAULT 'requested' NOT NULL,
    booked_at timestamp with time zone NOT NULL,
    delivery tstzrange NOT NULL,
    cargo jsonb NOT NULL,
    hazards shipping.hazard[] DEFAULT '{}' NOT NULL,
    weight_kg numeric(12, 3) NOT NULL,
    rate numeric(10, 4) NOT NULL,
    freight numeric(14, 2) GENERATED ALWAYS AS (round(weight_kg * rate / 1000, 2)) STORED,
    remarks text
);
ALTER TABLE shipping.booking ALTER COLUMN customer_id SET STATISTICS 150;
COMMENT ON COLUMN shipping.booking.freight IS 'Weight in tonnes times the rate';

CREATE TABLE shipping.booking_container (
    booking_id bigint NOT NULL,
    container_code character(11) NOT NULL,
    seal text NOT NULL,
    verified_gross_mass_kg real
);

CREATE TABLE shipping.document (
    id bigserial PRIMARY KEY,
    booking_id bigint NOT NULL,
    title text NOT NULL,
    body text NOT NULL,
    words tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, title || ' ' || body)) STORED,
    thumbnail bytea NOT NULL,
    scan oid
);
ALTER TABLE shipping.document ALTER COLUMN thumbnail SET STORAGE EXTERNAL;
COMMENT ON COLUMN shipping.document.scan IS 'A large object';

-- Which ship lies where; two at one berth at one time are refused.
CREATE TABLE shipping.berth_stay (
    berth_id integer NOT NULL REFERENCES geo.berth,
    vessel_id integer NOT NULL REFERENCES shipping.vessel,
    stay tstzrange NOT NULL
);
