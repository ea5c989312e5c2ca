"""The table of results."""


def _number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"


def _row(row):
    ratio = f"{row['ratio']:.2f} ({row['ratio_min']:.2f}–{row['ratio_max']:.2f})"
    target = f"{row['target']:.2f}" if row["unit"] == "per second" else row["unit"]
    latency = [f"{row[side + '_p50_us']:,.0f} / {row[side + '_p99_us']:,.0f}" for side in ("ours", "other")]
    return [row["name"], _number(row["ours"]), _number(row["other"]), ratio, *latency, target,
            "holds" if row["holds"] else "MISSED"]


def table(rows):
    """The results as a Markdown table whose columns line up."""
    head = ["what", "ours", "other", "ratio (min–max)", "p50 / p99 ours, µs", "p50 / p99 other, µs", "target",
            "verdict"]
    lines = [head, *(_row(row) for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join("| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths)) + " |"
                     for line in lines)
