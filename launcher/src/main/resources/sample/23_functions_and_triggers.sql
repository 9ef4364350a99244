CREATE FUNCTION billing.gross(invoice billing.invoice) RETURNS numeric
    LANGUAGE sql STABLE
    AS $$ SELECT round(invoice.net * (1 + invoice.vat), 2) $$;

CREATE FUNCTION ops.loudest(channels integer DEFAULT 3, OUT channel smallint, OUT calls bigint) RETURNS SETOF record
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ops, pg_temp
    AS $$
BEGIN
    -- "$1" and a quote: it's all body
    RETURN QUERY SELECT radio_log.channel, count(*) FROM radio_log GROUP BY 1 ORDER BY 2 DESC LIMIT channels;
END
$$;
REVOKE EXECUTE ON FUNCTION ops.loudest(integer) FROM PUBLIC;

CREATE PROCEDURE shipping.deliver(booking_id bigint)
    LANGUAGE sql
    AS $$ UPDATE shipping.booking SET status = 'delivered' WHERE id = $1 $$;

CREATE AGGREGATE shipping.longest(geo.un_locode) (SFUNC = textcat, STYPE = text, INITCOND = '');

CREATE FUNCTION ops.note() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO ops.radio_log (heard_at, channel, words) VALUES (clock_timestamp(), 99, TG_NAME || ' fired');
    RETURN NEW;
END
$$;

CREATE FUNCTION billing.stamp() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN NEW.recorded_at := clock_timestamp(); RETURN NEW; END $$;

CREATE FUNCTION shipping.refuse_the_past() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.departs_at < clock_timestamp() THEN
        RAISE EXCEPTION 'voyage % has departed', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

-- Each of these would show in the rows if it fired during a copy.
CREATE TRIGGER customer_noted AFTER INSERT OR UPDATE ON shipping.customer FOR EACH ROW EXECUTE FUNCTION ops.note();
ALTER TABLE shipping.customer DISABLE TRIGGER customer_noted;
CREATE TRIGGER invoice_stamped BEFORE INSERT ON billing.invoice FOR EACH ROW EXECUTE FUNCTION billing.stamp();
ALTER TABLE billing.invoice ENABLE ALWAYS TRIGGER invoice_stamped;
CREATE TRIGGER voyage_in_time BEFORE INSERT ON shipping.voyage FOR EACH ROW EXECUTE FUNCTION shipping.refuse_the_past();
ALTER TABLE shipping.voyage ENABLE ALWAYS TRIGGER voyage_in_time;
CREATE TRIGGER port_replicated AFTER INSERT ON geo.port FOR EACH STATEMENT EXECUTE FUNCTION ops.note();
ALTER TABLE geo.port ENABLE REPLICA TRIGGER port_replicated;
CREATE TRIGGER booking_noted AFTER UPDATE OF status ON shipping.booking
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION ops.note();
CREATE CONSTRAINT TRIGGER document_noted AFTER INSERT ON shipping.document
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ops.note();
COMMENT ON TRIGGER invoice_stamped ON billing.invoice IS 'ALWAYS, also for a replica';

CREATE FUNCTION ops.log_ddl() RETURNS event_trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO ops.ddl_log (tag, object)
    SELECT command_tag, object_identity FROM pg_event_trigger_ddl_commands();
END
$$;
