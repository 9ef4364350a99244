-- By year, then, when one got too large, by kind; what has no date yet waits in the default partition.
CREATE TABLE shipping.tracking_event (
    id bigint NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    kind shipping.event_kind NOT NULL,
    container_code character(11) NOT NULL,
    port_code geo.un_locode,
    position point,
    reported_by inet,
    payload jsonb DEFAULT '{}' NOT NULL
) PARTITION BY RANGE (occurred_at);

CREATE TABLE shipping.tracking_event_2023 PARTITION OF shipping.tracking_event
    FOR VALUES FROM ('2023-01-01 00:00:00+00') TO ('2024-01-01 00:00:00+00');
CREATE TABLE shipping.tracking_event_2024 PARTITION OF shipping.tracking_event
    FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2025-01-01 00:00:00+00') PARTITION BY LIST (kind);
CREATE TABLE shipping.tracking_event_2024_gate PARTITION OF shipping.tracking_event_2024
    FOR VALUES IN ('gate in', 'gate out');
CREATE TABLE shipping.tracking_event_2024_rest PARTITION OF shipping.tracking_event_2024 DEFAULT;
CREATE TABLE shipping.tracking_event_open PARTITION OF shipping.tracking_event DEFAULT;

-- Taken over from an older system: the columns stand in another order, and one is gone.
CREATE TABLE shipping.tracking_event_2022 (
    container_code character(11) NOT NULL,
    legacy_key text,
    kind shipping.event_kind NOT NULL,
    payload jsonb DEFAULT '{}' NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    id bigint NOT NULL,
    reported_by inet,
    position point,
    port_code geo.un_locode
);
ALTER TABLE shipping.tracking_event_2022 DROP COLUMN legacy_key;
ALTER TABLE shipping.tracking_event ATTACH PARTITION shipping.tracking_event_2022
    FOR VALUES FROM ('2022-01-01 00:00:00+00') TO ('2023-01-01 00:00:00+00');

CREATE TABLE shipping.sensor_reading (
    container_code character(11) NOT NULL,
    measured_at timestamp without time zone NOT NULL,
    temperature_c real NOT NULL,
    humidity double precision,
    battery_v numeric NOT NULL,
    frame bytea NOT NULL
) PARTITION BY HASH (container_code);
CREATE TABLE shipping.sensor_reading_0 PARTITION OF shipping.sensor_reading FOR VALUES WITH (MODULUS 4, REMAINDER 0);
CREATE TABLE shipping.sensor_reading_1 PARTITION OF shipping.sensor_reading FOR VALUES WITH (MODULUS 4, REMAINDER 1);
CREATE TABLE shipping.sensor_reading_2 PARTITION OF shipping.sensor_reading FOR VALUES WITH (MODULUS 4, REMAINDER 2);
CREATE TABLE shipping.sensor_reading_3 PARTITION OF shipping.sensor_reading FOR VALUES WITH (MODULUS 4, REMAINDER 3);
COMMENT ON TABLE shipping.sensor_reading IS 'What reefers report; the battery says NaN when its sensor is broken';
