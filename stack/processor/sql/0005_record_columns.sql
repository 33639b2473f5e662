-- `record_batch` with one array a column in place of one JSON document, and else the same: reading the
-- JSON took half of its time. `record_batch` stays for processors that are still at work.

CREATE FUNCTION ledger.record_columns(
    -- Accepted records with their decisions, ids distinct; all arrays are of one length.
    ids text[], order_ids text[], events text[], times timestamptz[], amounts bigint[],
    account_ids text[], merchant_ids text[], methods text[], statuses text[], original_ids text[],
    cards text[], bins text[], devices text[], ips text[], networks text[], addresses text[],
    emails text[], documents text[], event_ids text[], sequence_numbers text[], arrivals bigint[],
    moments bigint[], rule_sets text[], scores bigint[], bands text[], decision_statuses text[],
    decisions text[], history_missings boolean[], bodies text[],
    repeats jsonb,   -- accepted records whose id is among `ids` already, here or earlier in this transaction
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
        SELECT * FROM unnest(
            ids, order_ids, events, times, amounts, account_ids, merchant_ids, methods, statuses,
            original_ids, cards, bins, devices, ips, networks, addresses, emails, documents,
            event_ids, sequence_numbers, arrivals, moments, rule_sets, scores, bands,
            decision_statuses, decisions, history_missings, bodies
        ) AS e (
            transaction_id, order_id, event, occurred_at, amount, account_id, merchant_id, method,
            status, original_transaction_id, card_token, card_bin, device_token, ip_token,
            ip_network, address_token, email_token, document, event_id, sequence_number,
            arrived_ms, effective_ms, rule_set, score, band, decision_status, decision,
            history_missing, alert
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
        SELECT transaction_id, 1, rule_set, score::integer, band, decision_status, decision, at_ms FROM new
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

    IF coalesce(cardinality(fresh), 0) = cardinality(ids)
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
        (
            SELECT coalesce(jsonb_agg(to_jsonb(e)), '[]')
            FROM unnest(ids, documents, event_ids, sequence_numbers, arrivals)
                AS e (transaction_id, document, event_id, sequence_number, arrived_ms)
        ),
        repeats, rejected, received, at_ms,
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
