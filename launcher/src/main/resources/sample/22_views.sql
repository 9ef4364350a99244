CREATE VIEW shipping.open_booking AS
SELECT id, reference, customer_id, voyage_id, freight, status FROM shipping.booking WHERE status < 'delivered'
WITH CASCADED CHECK OPTION;
COMMENT ON VIEW shipping.open_booking IS 'Compares by the order of the enum';

CREATE VIEW shipping.customer_exposure WITH (security_barrier = true) AS
SELECT customer.id, customer.name, count(*) AS bookings, sum(open_booking.freight) AS freight
FROM shipping.open_booking JOIN shipping.customer ON customer.id = open_booking.customer_id
GROUP BY customer.id;

CREATE RECURSIVE VIEW shipping.customer_group (id, root_id, depth) AS
SELECT id, id, 0 FROM shipping.customer WHERE parent_id IS NULL
UNION ALL
SELECT customer.id, root_id, depth + 1 FROM shipping.customer JOIN customer_group ON customer_group.id = customer.parent_id;

CREATE MATERIALIZED VIEW shipping.port_traffic AS
SELECT port_code, kind, date_trunc('month', occurred_at AT TIME ZONE 'UTC') AS month, count(*) AS events
FROM shipping.tracking_event
WHERE port_code IS NOT NULL AND isfinite(occurred_at)
GROUP BY port_code, kind, date_trunc('month', occurred_at AT TIME ZONE 'UTC');
CREATE UNIQUE INDEX port_traffic_key ON shipping.port_traffic (port_code, kind, month);

CREATE MATERIALIZED VIEW shipping.busiest_month AS
SELECT DISTINCT ON (port_code) port_code, month, sum(events) AS events
FROM shipping.port_traffic
GROUP BY port_code, month
ORDER BY port_code, sum(events) DESC, month;
COMMENT ON MATERIALIZED VIEW shipping.busiest_month IS 'Made of another materialized view';

-- A view that takes rows, by a rule.
CREATE VIEW ops.radio AS SELECT heard_at, words FROM ops.radio_log;
CREATE RULE radio_heard AS ON INSERT TO ops.radio
    DO INSTEAD INSERT INTO ops.radio_log (heard_at, channel, words) VALUES (NEW.heard_at, 16, NEW.words);
CREATE RULE radio_log_keeps_everything AS ON DELETE TO ops.radio_log DO INSTEAD NOTHING;
