"""Writes results as tables."""


def _number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"


# The rows that check the speed of the peer. If one misses its target, the rows against the peer don't count.
_PEER_CHECKS = "peer_get_city_vs_echo", "peer_update_city_vs_etcd_128"


def judge(rows):
    """Sets `counts` in the rows against the peer: whether the peer reached every target of its own that was measured.

    A row that doesn't count doesn't hold either. Returns the rows.
    """
    too_slow = [row["name"] for row in rows if row["name"] in _PEER_CHECKS and not row["holds"]]
    for row in rows:
        if "_vs_peer" in row["name"]:
            row["counts"] = not too_slow
            row["holds"] = row["holds"] and row["counts"]
    return rows


def _verdict(row):
    if not row.get("counts", True):
        return "does not count"
    return "holds" if row["holds"] else "MISSED"


def _row(row):
    ratio = f"{row['ratio']:.2f} ({row['ratio_min']:.2f}–{row['ratio_max']:.2f})"
    target = row["unit"] if "at most" in row["unit"] else f"{row['target']:.2f}"
    latency = [f"{row[side + '_p50_us']:,.0f} / {row[side + '_p99_us']:,.0f}" if side + "_p50_us" in row else ""
               for side in ("ours", "other")]
    return [row["name"], _number(row["ours"]), _number(row["other"]), ratio, *latency, target,
            _verdict(row)]


def markdown(lines):
    """Returns lines of cells, the header first, as an aligned Markdown table."""
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    ruled = [lines[0], ["-" * width for width in widths], *lines[1:]]
    return "\n".join("| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths)) + " |"
                     for line in ruled)


def table(rows):
    """Returns the table of the comparisons' results."""
    head = ["what", "ours", "other", "ratio (min–max)", "p50 / p99 ours, µs", "p50 / p99 other, µs", "target",
            "verdict"]
    return markdown([head, *(_row(row) for row in rows)])
