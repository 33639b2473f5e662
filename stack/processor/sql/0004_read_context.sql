-- What the ledger knows of a batch before it is decided (`context.py`): one call.
--
-- A function, because its plan is made once a connection; the statement alone was planned for every
-- batch, which took longer than the answer. `enable_seqscan = off`: that plan may be made while the
-- tables are empty.

CREATE FUNCTION ledger.read_context(
    questions jsonb,  -- of each transaction: its position, account, device and card, and until when to look
    payments_each integer,  -- older payments that a profile is made of
    entities jsonb,  -- those whose risk is wanted
    OUT profiles text,  -- JSON, of the transactions whose accounts have older payments
    OUT risks text,  -- JSON, of the entities that have any
    OUT first_unwritten_ms bigint,
    OUT last_unwritten_ms bigint
) STABLE LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    SELECT
        json_agg(json_build_object(
            'position', q.position, 'payments', p.payments, 'paid', p.paid, 'paid_sum', p.paid_sum, 'largest', p.largest,
            'last_ms', p.last_ms, 'device_known', p.device_known, 'card_known', p.card_known
        ))
    INTO profiles
    FROM jsonb_to_recordset(questions) AS q (
        position integer, account_id text, until_ms bigint, device_token text, card_token text
    )
    CROSS JOIN LATERAL (
        SELECT
            count(*) AS payments,
            count(*) FILTER (WHERE status <> 'declined') AS paid,
            coalesce(sum(amount) FILTER (WHERE status <> 'declined'), 0) AS paid_sum,
            coalesce(max(amount) FILTER (WHERE status <> 'declined'), 0) AS largest,
            max(effective_ms) AS last_ms,
            coalesce(bool_or(device_token = q.device_token), false) AS device_known,
            coalesce(bool_or(card_token = q.card_token), false) AS card_known
        FROM (
            SELECT amount, status, effective_ms, device_token, card_token
            FROM ledger.transactions AS t
            WHERE t.account_id = q.account_id AND t.effective_ms <= q.until_ms
                AND t.event = 'payment'
            ORDER BY t.effective_ms DESC LIMIT payments_each
        ) AS older
    ) AS p
    WHERE p.payments > 0;

    SELECT json_agg(json_build_object(
        'entity', entity, 'confirmed', confirmed,
        'transactions', json_build_array(transactions_1d, transactions_7d, transactions_30d),
        'frauds', json_build_array(frauds_1d, frauds_7d, frauds_30d)
    ))
    INTO risks
    FROM ledger.entity_risk
    WHERE entity = ANY (ARRAY(SELECT jsonb_array_elements_text(entities)));

    SELECT min(effective_ms), max(effective_ms)
    INTO first_unwritten_ms, last_unwritten_ms
    FROM ledger.rescore_queue WHERE history_missing;
END
$$;
