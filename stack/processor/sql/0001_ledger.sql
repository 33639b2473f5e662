-- The ledger. Everything in it is written once; `0003_writer.sql` sees to that.
--
-- Not partitioned on purpose: a unique key of a partitioned table must contain the partition key, and
-- (transaction_id, time) would let a repeated id with another time through.

CREATE TABLE ledger.transactions (
    transaction_id text PRIMARY KEY,
    order_id text NOT NULL,
    event text NOT NULL,
    occurred_at timestamptz NOT NULL,
    amount bigint NOT NULL CHECK (amount >= 0),
    account_id text NOT NULL,
    merchant_id text NOT NULL,
    method text NOT NULL,
    status text NOT NULL,
    original_transaction_id text,
    card_token text,
    card_bin text,
    device_token text,
    ip_token text,
    ip_network text,
    address_token text,
    email_token text,
    document text NOT NULL,
    event_id text NOT NULL,
    arrived_ms bigint NOT NULL,
    effective_ms bigint NOT NULL,
    recorded_ms bigint NOT NULL,
    recorded_xid xid8 NOT NULL DEFAULT pg_current_xact_id()
);

COMMENT ON TABLE ledger.transactions IS 'Every event of the stream, once. Search by date, amount and counterparty (電子帳簿保存法).';
COMMENT ON COLUMN ledger.transactions.document IS 'The record as it was accepted, canonical JSON; the other columns repeat parts of it.';
COMMENT ON COLUMN ledger.transactions.event_id IS 'The stream record that brought it: shard and sequence number.';
COMMENT ON COLUMN ledger.transactions.effective_ms IS 'Event time used for windows: occurred_at, but at most five minutes after arrival.';
COMMENT ON COLUMN ledger.transactions.recorded_xid IS 'Orders rows by commit for the seals.';

CREATE INDEX transactions_account ON ledger.transactions (account_id, effective_ms);
CREATE INDEX transactions_amount ON ledger.transactions (amount, occurred_at);
CREATE INDEX transactions_merchant ON ledger.transactions (merchant_id, occurred_at);
-- Rows arrive nearly in order of time, so block ranges find a period at almost no cost.
CREATE INDEX transactions_time ON ledger.transactions USING brin (occurred_at, effective_ms, arrived_ms, recorded_ms)
    WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX transactions_commit ON ledger.transactions (recorded_xid);
CREATE INDEX transactions_chargeback ON ledger.transactions (recorded_ms) WHERE event = 'chargeback';
CREATE INDEX transactions_original ON ledger.transactions (original_transaction_id)
    WHERE original_transaction_id IS NOT NULL;

CREATE TABLE ledger.rule_sets (
    version text PRIMARY KEY,
    document text NOT NULL,
    recorded_ms bigint NOT NULL
);

CREATE TABLE ledger.decisions (
    transaction_id text NOT NULL,
    revision integer NOT NULL,
    rule_set text NOT NULL,
    score integer NOT NULL,
    band text NOT NULL,
    status text NOT NULL,
    document text NOT NULL,
    recorded_ms bigint NOT NULL,
    recorded_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (transaction_id, revision)
);

CREATE INDEX decisions_commit ON ledger.decisions (recorded_xid);

COMMENT ON TABLE ledger.decisions IS 'Revision 1 is the decision made in the stream; later ones replace a degraded score.';
COMMENT ON COLUMN ledger.decisions.document IS 'What the rules saw and what came of it; enough to replay the decision.';

CREATE TABLE ledger.alerts (
    alert_id text PRIMARY KEY,
    kind text NOT NULL,
    severity text NOT NULL,
    transaction_id text,
    body text NOT NULL,
    raised_ms bigint NOT NULL
);
CREATE INDEX alerts_raised ON ledger.alerts (raised_ms);
CREATE INDEX alerts_transaction ON ledger.alerts (transaction_id);

CREATE TABLE ledger.alert_outbox (
    alert_id text PRIMARY KEY,
    raised_ms bigint NOT NULL
);

CREATE TABLE ledger.alert_deliveries (
    alert_id text PRIMARY KEY,
    delivered_ms bigint NOT NULL
);

CREATE TABLE ledger.duplicates (
    event_id text PRIMARY KEY,
    transaction_id text NOT NULL,
    arrived_ms bigint NOT NULL
);

CREATE TABLE ledger.quarantine (
    event_id text PRIMARY KEY,
    sequence_number text NOT NULL,
    reason text NOT NULL,
    detail text NOT NULL,
    payload bytea NOT NULL,
    masked boolean NOT NULL,
    arrived_ms bigint NOT NULL,
    recorded_ms bigint NOT NULL,
    recorded_xid xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX quarantine_commit ON ledger.quarantine (recorded_xid);
CREATE INDEX quarantine_arrived ON ledger.quarantine (arrived_ms);

COMMENT ON COLUMN ledger.quarantine.payload IS 'The whole payload, except that a suspected card number leaves every digit masked.';

CREATE TABLE ledger.quarantine_redrives (
    event_id text NOT NULL,
    attempted_ms bigint NOT NULL,
    outcome text NOT NULL,
    PRIMARY KEY (event_id, attempted_ms)
);

CREATE TABLE ledger.intake (
    intake_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    hour_ms bigint NOT NULL,
    received bigint NOT NULL,
    redelivered bigint NOT NULL,
    recorded_ms bigint NOT NULL
);
CREATE INDEX intake_hour ON ledger.intake (hour_ms);

COMMENT ON TABLE ledger.intake IS 'What each batch brought, counted where it came in: the left side of the hourly reconciliation.';

CREATE TABLE ledger.rescore_queue (
    transaction_id text PRIMARY KEY,
    effective_ms bigint NOT NULL,
    history_missing boolean NOT NULL,
    score_missing boolean NOT NULL DEFAULT true
);

CREATE INDEX rescore_queue_unscored ON ledger.rescore_queue (effective_ms) WHERE score_missing;
CREATE INDEX rescore_queue_unwritten ON ledger.rescore_queue (effective_ms) WHERE history_missing;

CREATE TABLE ledger.entity_risk (
    entity text PRIMARY KEY,
    as_of_ms bigint NOT NULL,
    confirmed boolean NOT NULL,
    transactions_1d integer NOT NULL,
    frauds_1d integer NOT NULL,
    transactions_7d integer NOT NULL,
    frauds_7d integer NOT NULL,
    transactions_30d integer NOT NULL,
    frauds_30d integer NOT NULL
);

COMMENT ON TABLE ledger.entity_risk IS 'Derived from chargebacks by the sweeper; may be rebuilt at any time.';

CREATE TABLE ledger.seals (
    height bigint PRIMARY KEY,
    until_xid xid8 NOT NULL,
    row_count bigint NOT NULL,
    content text NOT NULL,
    previous text NOT NULL,
    hash text NOT NULL,
    sealed_ms bigint NOT NULL
);

COMMENT ON TABLE ledger.seals IS 'A hash chain over all rows committed before until_xid; the head is also logged outside the database.';
