ALTER TABLE billing.dispute ENABLE ROW LEVEL SECURITY;
CREATE POLICY dispute_own ON billing.dispute
    USING (opened_by = CURRENT_USER) WITH CHECK (opened_by = CURRENT_USER AND secret_note IS NULL);
CREATE POLICY dispute_reading ON billing.dispute AS RESTRICTIVE FOR SELECT USING (invoice_number > 0);
COMMENT ON POLICY dispute_own ON billing.dispute IS 'Whoever opened it';

GRANT USAGE ON SCHEMA geo, shipping, billing TO PUBLIC;
GRANT SELECT ON ALL TABLES IN SCHEMA geo TO PUBLIC;
GRANT SELECT, INSERT ON billing.dispute TO PUBLIC;
GRANT USAGE ON SEQUENCE billing.dispute_id_seq TO PUBLIC;
GRANT SELECT (id, name, tags), UPDATE (tags) ON shipping.customer TO PUBLIC;
REVOKE USAGE ON TYPE shipping.hazard FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA geo GRANT SELECT ON TABLES TO PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA ops REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

SET client_min_messages = error;
CREATE PUBLICATION bookings FOR TABLE shipping.booking, shipping.customer WITH (publish = 'insert, update');
CREATE PUBLICATION tracking FOR TABLE shipping.tracking_event WITH (publish_via_partition_root = true);
CREATE PUBLICATION nothing_yet;
SET client_min_messages = warning;
COMMENT ON PUBLICATION tracking IS 'As one table, whatever its partitions';
