CREATE SCHEMA geo;
CREATE SCHEMA shipping;
CREATE SCHEMA billing;
CREATE SCHEMA ops;
CREATE SCHEMA "Customer Care";

COMMENT ON SCHEMA geo IS 'Where ships can go';
COMMENT ON SCHEMA "Customer Care" IS 'Named by the people who work with it: quotes, spaces, umlauts';

CREATE TYPE geo.dimensions AS (length_m numeric(6, 2), beam_m numeric(5, 2), draught_m numeric(4, 2));

CREATE TYPE shipping.vessel_class AS ENUM ('feeder', 'panamax', 'post-panamax', 'ultra large');
CREATE TYPE shipping.booking_status AS ENUM ('requested', 'confirmed', 'loaded', 'delivered', 'cancelled');
CREATE TYPE shipping.event_kind AS ENUM ('gate in', 'loaded', 'departed', 'discharged', 'gate out', 'inspected');
CREATE TYPE shipping.hazard AS ENUM ('explosive', 'gas', 'flammable', 'toxic', 'corrosive');
-- Its place in the order of values differs from the order in which they came.
ALTER TYPE shipping.hazard ADD VALUE 'oxidising' BEFORE 'toxic';
COMMENT ON TYPE shipping.hazard IS 'Classes of dangerous goods, the worst first';

CREATE DOMAIN geo.un_locode AS text
    CONSTRAINT un_locode_form CHECK (VALUE ~ '^[A-Z]{2}[A-Z2-9]{3}$');
CREATE DOMAIN shipping.imo_number AS integer
    CONSTRAINT imo_number_range CHECK (VALUE BETWEEN 1000000 AND 9999999);
CREATE DOMAIN billing.currency AS character(3) DEFAULT 'EUR' NOT NULL
    CONSTRAINT currency_form CHECK (VALUE ~ '^[A-Z]{3}$');
CREATE DOMAIN billing.vat_rate AS numeric(4, 3)
    CONSTRAINT vat_rate_range CHECK (VALUE >= 0 AND VALUE < 1);
COMMENT ON DOMAIN geo.un_locode IS 'UN/LOCODE: country, then place';
COMMENT ON CONSTRAINT un_locode_form ON DOMAIN geo.un_locode IS 'No digits 0 and 1 in a place';

-- The check digit of a container number (ISO 6346): letters count 10 to 38 without the multiples of 11.
CREATE FUNCTION shipping.check_digit(code text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
        SELECT (sum((strpos('0123456789A?BCDEFGHIJK?LMNOPQRSTU?VWXYZ', substr($1, place, 1)) - 1) << (place - 1))
            % 11 % 10)::text
        FROM generate_series(1, 10) AS place
    $$;
COMMENT ON FUNCTION shipping.check_digit(text) IS 'The eleventh character of a container''s number';
