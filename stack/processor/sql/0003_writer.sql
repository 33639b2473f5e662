-- The role that the processor works as: it may add to the ledger, never change or remove.
--
-- The work tables (outbox, queue, entity risk) hold no record of their own and are the exception.

DO $$
BEGIN
    CREATE ROLE ledger_writer NOLOGIN;
EXCEPTION
    -- A role belongs to the whole server; another database of it may have made it.
    WHEN duplicate_object OR unique_violation THEN NULL;
END
$$;

GRANT ledger_writer TO CURRENT_USER;

GRANT USAGE ON SCHEMA ledger TO ledger_writer;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA ledger TO ledger_writer;
GRANT DELETE ON ledger.alert_outbox, ledger.rescore_queue, ledger.entity_risk TO ledger_writer;
GRANT UPDATE ON ledger.alert_outbox, ledger.rescore_queue, ledger.entity_risk TO ledger_writer;
REVOKE INSERT ON ledger.migrations FROM ledger_writer;

-- Grants do not bind the owner; this reminds whoever works as the owner.
CREATE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'transactions', 'decisions', 'rule_sets', 'alerts', 'alert_deliveries', 'duplicates',
        'quarantine', 'quarantine_redrives', 'intake', 'seals'
    ] LOOP
        EXECUTE format(
            'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.%I '
            'FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()', name
        );
    END LOOP;
END
$$;
