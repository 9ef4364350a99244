ALTER TABLE shipping.booking_container ADD PRIMARY KEY (booking_id, container_code);
ALTER TABLE shipping.tracking_event ADD PRIMARY KEY (id, occurred_at, kind);
ALTER TABLE shipping.sensor_reading ADD PRIMARY KEY (container_code, measured_at);
ALTER TABLE billing.invoice_line ADD PRIMARY KEY (invoice_number, line) INCLUDE (total);

CREATE UNIQUE INDEX booking_reference ON shipping.booking (reference);
CREATE INDEX booking_customer ON shipping.booking (customer_id, booked_at DESC NULLS LAST);
CREATE INDEX booking_voyage ON shipping.booking (voyage_id);
CREATE INDEX booking_open ON shipping.booking (booked_at) WHERE status IN ('requested', 'confirmed');
CREATE INDEX booking_commodity ON shipping.booking ((cargo ->> 'commodity'), status);
CREATE INDEX booking_cargo ON shipping.booking USING gin (cargo jsonb_path_ops);
CREATE INDEX booking_delivery ON shipping.booking USING gist (delivery) WHERE status = 'delivered';
CREATE INDEX booking_status ON shipping.booking USING hash (status) WHERE id % 100 = 0;
COMMENT ON INDEX shipping.booking_open IS 'What the night shift looks at';

CREATE UNIQUE INDEX customer_name ON shipping.customer (lower(name) text_pattern_ops);
CREATE INDEX customer_tags ON shipping.customer USING gin (tags);
CREATE INDEX container_digit ON shipping.container (shipping.check_digit(code));
CREATE INDEX document_words ON shipping.document USING gin (words);
CREATE INDEX tracking_event_container ON shipping.tracking_event (container_code, occurred_at);
CREATE INDEX tracking_event_position ON shipping.tracking_event USING gist (position) WHERE position IS NOT NULL;
CREATE INDEX sensor_reading_measured ON shipping.sensor_reading USING brin (measured_at) WITH (pages_per_range = 32);
CREATE INDEX invoice_issued ON billing.invoice (issued_on, customer_id) WITH (fillfactor = 70);
CREATE INDEX port_position ON geo.port USING spgist (position);

ALTER TABLE billing.invoice CLUSTER ON invoice_issued;
ALTER TABLE shipping.booking REPLICA IDENTITY USING INDEX booking_reference;
ALTER TABLE ops.radio_log REPLICA IDENTITY FULL;

CREATE STATISTICS shipping.booking_together (ndistinct, dependencies, mcv) ON customer_id, voyage_id, status FROM shipping.booking;
ALTER STATISTICS shipping.booking_together SET STATISTICS 150;

ALTER TABLE shipping.berth_stay ADD CONSTRAINT berth_stay_alone
    EXCLUDE USING gist (int4range(berth_id, berth_id, '[]') WITH &&, stay WITH &&);
ALTER TABLE billing.invoice ADD CONSTRAINT invoice_booking_once UNIQUE (booking_id, customer_id) DEFERRABLE INITIALLY DEFERRED;

-- Old credit notes break this rule; only new rows must keep it.
ALTER TABLE billing.invoice ADD CONSTRAINT invoice_net_positive CHECK (net >= 0) NOT VALID;
ALTER TABLE shipping.customer ADD CONSTRAINT customer_since_sane CHECK (since > '1900-01-01') NO INHERIT;
