-- Every table of the event store. One text for all stores: alone, {{engine}} becomes MergeTree and {{on_cluster}} nothing.
-- Retention drops whole days, so what expires is partitioned by day. A retried insert is known by its token.

CREATE TABLE IF NOT EXISTS events {{on_cluster}} (
    time DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    site_id UInt16,
    source_id LowCardinality(String),
    seq UInt64 CODEC(Delta, ZSTD(1)),
    class_uid UInt16,
    user LowCardinality(String),
    user_basis LowCardinality(String),
    device LowCardinality(String),
    src_ip LowCardinality(String),
    method LowCardinality(String),
    url String CODEC(ZSTD(3)),
    host LowCardinality(String),
    path String CODEC(ZSTD(3)),
    action LowCardinality(String),
    categories Array(LowCardinality(String)),
    rule LowCardinality(String),
    reason LowCardinality(String),
    status UInt16,
    bytes_in UInt64 CODEC(T64, ZSTD(1)),
    bytes_out UInt64 CODEC(T64, ZSTD(1)),
    user_agent LowCardinality(String),
    search_terms String CODEC(ZSTD(3)),
    policy_version UInt32,
    group LowCardinality(String)
) ENGINE = {{engine}}
PARTITION BY toYYYYMMDD(time)
ORDER BY (site_id, user, time)
SETTINGS {{settings}};

CREATE TABLE IF NOT EXISTS held_events {{on_cluster}} AS events
ENGINE = {{engine}}
PARTITION BY site_id
ORDER BY (site_id, user, time)
SETTINGS {{settings}};

CREATE TABLE IF NOT EXISTS matches {{on_cluster}} (
    match_id String,
    time DateTime64(3, 'UTC'),
    site_id UInt16,
    user LowCardinality(String),
    device LowCardinality(String),
    rule_id LowCardinality(String),
    rule_version UInt32,
    severity UInt8,
    theme LowCardinality(String),
    four_c LowCardinality(String),
    source_id LowCardinality(String),
    seq UInt64,
    excerpt String,
    position UInt64
) ENGINE = {{engine}}
PARTITION BY toYYYYMMDD(time)
ORDER BY position
SETTINGS {{settings}};

ALTER TABLE matches {{on_cluster}} ADD COLUMN IF NOT EXISTS origin LowCardinality(String) DEFAULT 'live';
ALTER TABLE matches {{on_cluster}} ADD COLUMN IF NOT EXISTS found_at DateTime64(3, 'UTC') DEFAULT time;
ALTER TABLE matches {{on_cluster}} ADD COLUMN IF NOT EXISTS alerts Bool DEFAULT true;

CREATE TABLE IF NOT EXISTS records {{on_cluster}} (
    time DateTime64(3, 'UTC'),
    site_id UInt16,
    source_id LowCardinality(String),
    seq UInt64,
    kind LowCardinality(String),
    content String CODEC(ZSTD(3))
) ENGINE = {{engine}}
PARTITION BY toYYYYMMDD(time)
ORDER BY (kind, site_id, time)
SETTINGS {{settings}};

CREATE TABLE IF NOT EXISTS gaps {{on_cluster}} (
    gap_id String,
    found_at DateTime64(3, 'UTC'),
    site_id UInt16,
    source_id String,
    kind LowCardinality(String),
    after UInt64,
    missing UInt64,
    words String
) ENGINE = {{engine}}
ORDER BY (found_at, gap_id)
SETTINGS {{settings}};

CREATE TABLE IF NOT EXISTS imports {{on_cluster}} (
    source_id String,
    first_line String,
    bytes UInt64,
    sha256 String,
    lines UInt64,
    last_seq UInt64,
    finished UInt8,
    imported_at DateTime64(3, 'UTC')
) ENGINE = {{engine}}
ORDER BY (first_line, imported_at)
SETTINGS {{settings}};

CREATE TABLE IF NOT EXISTS holds {{on_cluster}} (
    hold_id String,
    site_id UInt16,
    user String,
    held_from DateTime64(3, 'UTC'),
    held_until DateTime64(3, 'UTC'),
    reason String,
    owner String,
    active UInt8,
    changed_at DateTime64(3, 'UTC')
) ENGINE = {{engine}}
ORDER BY (hold_id, changed_at)
SETTINGS {{settings}};

CREATE TABLE IF NOT EXISTS retention_choices {{on_cluster}} (
    kind String,
    days UInt32,
    chosen_by String,
    chosen_at DateTime64(3, 'UTC')
) ENGINE = {{engine}}
ORDER BY (kind, chosen_at)
SETTINGS {{settings}};
