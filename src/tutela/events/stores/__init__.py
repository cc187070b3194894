"""Where events are kept: in this process (chdb), behind the ClickHouse dialect, or in memory for tests."""
