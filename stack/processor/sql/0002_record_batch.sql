-- Storing one batch: one call, one transaction, and an account of what became of every record.
--
-- A function, because a single statement cannot tell a duplicate whose first copy was committed by
-- another shard a moment ago: it does not see that copy. The statements in here do.
--
-- `enable_seqscan = off`: a function's plans are made once and kept, perhaps while the tables are empty.

CREATE FUNCTION ledger.record_batch(
    entries jsonb,   -- accepted records with their decisions, ids distinct
    repeats jsonb,   -- accepted records whose id stands in `entries` already
    rejected jsonb,  -- records for quarantine
    received jsonb,  -- how many records came in, by hour of arrival, counted by the caller
    at_ms bigint     -- wall clock
) RETURNS jsonb LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    fresh text[];
    accounted text[];
    alerts text[];
    degraded integer;
    outcome record;
BEGIN
    WITH incoming AS MATERIALIZED (
        SELECT * FROM jsonb_to_recordset(entries) AS e (
            transaction_id text, order_id text, event text, occurred_at timestamptz, amount bigint,
            account_id text, merchant_id text, method text, status text,
            original_transaction_id text, card_token text, card_bin text, device_token text,
            ip_token text, ip_network text, address_token text, email_token text, document text,
            event_id text, arrived_ms bigint, effective_ms bigint,
            rule_set text, score integer, band text, decision_status text, decision text,
            history_missing boolean, alert text
        )
    ), stored AS (
        INSERT INTO ledger.transactions (
            transaction_id, order_id, event, occurred_at, amount, account_id, merchant_id, method,
            status, original_transaction_id, card_token, card_bin, device_token, ip_token,
            ip_network, address_token, email_token, document, event_id, arrived_ms, effective_ms,
            recorded_ms
        )
        SELECT
            transaction_id, order_id, event, occurred_at, amount, account_id, merchant_id, method,
            status, original_transaction_id, card_token, card_bin, device_token, ip_token,
            ip_network, address_token, email_token, document, event_id, arrived_ms, effective_ms,
            at_ms
        FROM incoming
        ORDER BY transaction_id  -- two shards that hold the same ids wait for each other in one order
        ON CONFLICT (transaction_id) DO NOTHING
        RETURNING transaction_id
    ), new AS MATERIALIZED (
        SELECT incoming.* FROM incoming JOIN stored USING (transaction_id)
    ), decided AS (
        INSERT INTO ledger.decisions (
            transaction_id, revision, rule_set, score, band, status, document, recorded_ms
        )
        SELECT transaction_id, 1, rule_set, score, band, decision_status, decision, at_ms FROM new
    ), queued AS (
        INSERT INTO ledger.rescore_queue (transaction_id, effective_ms, history_missing)
        SELECT transaction_id, effective_ms, history_missing
        FROM new WHERE decision_status = 'degraded'
        ON CONFLICT (transaction_id) DO NOTHING
    ), raised AS (
        INSERT INTO ledger.alerts (alert_id, kind, severity, transaction_id, body, raised_ms)
        SELECT transaction_id || ':' || band, 'transaction', band, transaction_id, alert, at_ms
        FROM new WHERE alert IS NOT NULL
        ON CONFLICT (alert_id) DO NOTHING
        RETURNING alert_id
    ), posted AS (
        INSERT INTO ledger.alert_outbox (alert_id, raised_ms) SELECT alert_id, at_ms FROM raised
    )
    SELECT
        array_agg(transaction_id),
        array_agg(event_id),
        (SELECT array_agg(alert_id) FROM raised),
        count(*) FILTER (WHERE decision_status = 'degraded')
    INTO fresh, accounted, alerts, degraded
    FROM new;

    IF coalesce(cardinality(fresh), 0) = jsonb_array_length(entries)
        AND jsonb_array_length(repeats) = 0 AND jsonb_array_length(rejected) = 0
        AND NOT EXISTS (SELECT FROM ledger.quarantine WHERE event_id = ANY (accounted))
    THEN
        INSERT INTO ledger.intake (hour_ms, received, redelivered, recorded_ms)
        SELECT hour_ms, count, 0, at_ms
        FROM jsonb_to_recordset(received) AS r (hour_ms bigint, count bigint);
        RETURN jsonb_build_object(
            'stored', cardinality(fresh), 'degraded', degraded, 'quarantined', 0,
            'alerts', to_jsonb(coalesce(alerts, '{}')), 'conflicts', '[]'::jsonb
        );
    END IF;

    SELECT * INTO outcome
    FROM ledger.account_for_the_rest(
        entries, repeats, rejected, received, at_ms,
        coalesce(fresh, '{}'), coalesce(accounted, '{}')
    );
    RETURN jsonb_build_object(
        'stored', coalesce(cardinality(fresh), 0), 'degraded', degraded,
        'quarantined', outcome.quarantined,
        'alerts', to_jsonb(coalesce(alerts, '{}') || outcome.alerts),
        'conflicts', to_jsonb(outcome.conflicts)
    );
END
$$;

-- The unusual part of a batch: records that were there before, contradict what was there, or are refused.
CREATE FUNCTION ledger.account_for_the_rest(
    entries jsonb, repeats jsonb, rejected jsonb, received jsonb, at_ms bigint,
    fresh text[],      -- transaction ids that this batch has just stored
    accounted text[],  -- the stream records that brought them
    OUT quarantined integer, OUT alerts text[], OUT conflicts text[]
) LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    duplicates text[];
    refused text[];
BEGIN
    WITH known AS (
        SELECT c.*, t.event_id = c.event_id AS again, t.document = c.document AS same
        FROM (
            SELECT * FROM jsonb_to_recordset(entries) AS e (
                transaction_id text, document text, event_id text, sequence_number text,
                arrived_ms bigint
            ) WHERE NOT transaction_id = ANY (fresh)
            UNION ALL
            SELECT * FROM jsonb_to_recordset(repeats) AS e (
                transaction_id text, document text, event_id text, sequence_number text,
                arrived_ms bigint
            )
        ) AS c JOIN ledger.transactions AS t USING (transaction_id)
    ), duplicate AS (
        INSERT INTO ledger.duplicates (event_id, transaction_id, arrived_ms)
        SELECT event_id, transaction_id, arrived_ms FROM known WHERE same AND NOT again
        ON CONFLICT (event_id) DO NOTHING
        RETURNING event_id
    ), conflict AS (
        INSERT INTO ledger.quarantine (
            event_id, sequence_number, reason, detail, payload, masked, arrived_ms, recorded_ms
        )
        SELECT
            event_id, sequence_number, 'conflicting_content',
            'transaction_id is stored with other content', convert_to(document, 'UTF8'), false,
            arrived_ms, at_ms
        FROM known WHERE NOT same AND NOT again
        ON CONFLICT (event_id) DO NOTHING
        RETURNING event_id
    ), raised AS (
        INSERT INTO ledger.alerts (alert_id, kind, severity, transaction_id, body, raised_ms)
        SELECT DISTINCT ON (transaction_id)
            'conflicting_content:' || transaction_id, 'conflicting_content', 'critical',
            transaction_id,
            jsonb_build_object('transaction_id', transaction_id, 'event_id', event_id)::text, at_ms
        FROM known WHERE NOT same AND NOT again
        ON CONFLICT (alert_id) DO NOTHING
        RETURNING alert_id
    )
    SELECT
        (SELECT array_agg(event_id) FROM duplicate),
        (SELECT array_agg(event_id) FROM conflict),
        (SELECT array_agg(alert_id) FROM raised),
        (SELECT array_agg(event_id) FROM known WHERE NOT same AND NOT again)
    INTO duplicates, refused, alerts, conflicts;
    quarantined := coalesce(cardinality(conflicts), 0) + jsonb_array_length(rejected);

    WITH refusal AS (
        SELECT * FROM jsonb_to_recordset(rejected) AS e (
            event_id text, sequence_number text, reason text, detail text, payload text,
            masked boolean, arrived_ms bigint
        )
    ), kept AS (
        INSERT INTO ledger.quarantine (
            event_id, sequence_number, reason, detail, payload, masked, arrived_ms, recorded_ms
        )
        SELECT
            event_id, sequence_number, reason, detail, decode(payload, 'base64'), masked,
            arrived_ms, at_ms
        FROM refusal
        -- A record that an earlier version of the processor has stored stays stored.
        WHERE NOT EXISTS (
            SELECT FROM ledger.transactions AS t
            WHERE t.arrived_ms = refusal.arrived_ms AND t.event_id = refusal.event_id
        )
        ON CONFLICT (event_id) DO NOTHING
        RETURNING event_id, reason, arrived_ms
    ), raised AS (
        -- One an hour: a producer that sends card numbers sends many.
        INSERT INTO ledger.alerts (alert_id, kind, severity, body, raised_ms)
        SELECT DISTINCT ON (arrived_ms / 3600000)
            'card_number:' || arrived_ms / 3600000, 'card_number', 'critical',
            jsonb_build_object('event_id', event_id)::text, at_ms
        FROM kept WHERE reason = 'card_number'
        ON CONFLICT (alert_id) DO NOTHING
        RETURNING alert_id
    )
    SELECT
        coalesce(refused, '{}') || coalesce((SELECT array_agg(event_id) FROM kept), '{}'),
        coalesce(alerts, '{}') || coalesce((SELECT array_agg(alert_id) FROM raised), '{}')
    INTO refused, alerts;
    conflicts := coalesce(conflicts, '{}');

    INSERT INTO ledger.alert_outbox (alert_id, raised_ms)
    SELECT alert_id, at_ms FROM unnest(alerts) AS alert_id;

    accounted := coalesce(duplicates, '{}') || refused || coalesce((
        -- What has come out of quarantine had been counted when it went in.
        SELECT array_agg(brought.event_id) FROM unnest(accounted) AS brought (event_id)
        WHERE NOT EXISTS (SELECT FROM ledger.quarantine AS q WHERE q.event_id = brought.event_id)
    ), '{}');
    INSERT INTO ledger.intake (hour_ms, received, redelivered, recorded_ms)
    SELECT
        r.hour_ms, r.count,
        count(e.event_id) FILTER (WHERE NOT e.event_id = ANY (accounted)), at_ms
    FROM jsonb_to_recordset(received) AS r (hour_ms bigint, count bigint)
    LEFT JOIN jsonb_to_recordset(entries || repeats || rejected)
        AS e (event_id text, arrived_ms bigint)
        ON e.arrived_ms / 3600000 * 3600000 = r.hour_ms
    GROUP BY r.hour_ms, r.count;
END
$$;
