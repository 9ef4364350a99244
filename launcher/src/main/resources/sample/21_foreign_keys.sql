ALTER TABLE shipping.booking
    ADD CONSTRAINT booking_customer_fkey FOREIGN KEY (customer_id) REFERENCES shipping.customer,
    ADD CONSTRAINT booking_voyage_fkey FOREIGN KEY (voyage_id) REFERENCES shipping.voyage ON UPDATE CASCADE;
ALTER TABLE shipping.booking_container
    ADD FOREIGN KEY (booking_id) REFERENCES shipping.booking ON DELETE CASCADE,
    ADD FOREIGN KEY (container_code) REFERENCES shipping.container;
ALTER TABLE shipping.document ADD FOREIGN KEY (booking_id) REFERENCES shipping.booking MATCH FULL;
ALTER TABLE shipping.tracking_event
    ADD FOREIGN KEY (container_code) REFERENCES shipping.container,
    ADD FOREIGN KEY (port_code) REFERENCES geo.port;
ALTER TABLE shipping.sensor_reading ADD FOREIGN KEY (container_code) REFERENCES shipping.container;
ALTER TABLE billing.invoice
    ADD FOREIGN KEY (customer_id) REFERENCES shipping.customer,
    ADD FOREIGN KEY (booking_id) REFERENCES shipping.booking DEFERRABLE;
ALTER TABLE billing.invoice_line ADD FOREIGN KEY (invoice_number) REFERENCES billing.invoice ON DELETE CASCADE;
ALTER TABLE billing.dispute ADD FOREIGN KEY (invoice_number) REFERENCES billing.invoice NOT VALID;

-- A key into a partitioned table.
CREATE TABLE ops.claim (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id bigint NOT NULL,
    event_at timestamp with time zone NOT NULL,
    event_kind shipping.event_kind NOT NULL,
    amount numeric DEFAULT 0 NOT NULL,
    CONSTRAINT claim_event_fkey FOREIGN KEY (event_id, event_at, event_kind) REFERENCES shipping.tracking_event
);
INSERT INTO ops.claim (event_id, event_at, event_kind, amount)
SELECT id, occurred_at, kind, id / 3.0 FROM shipping.tracking_event WHERE id % 1009 = 0 ORDER BY id;
