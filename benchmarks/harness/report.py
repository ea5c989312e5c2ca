"""Results as tables."""


def _number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"


def _row(row):
    ratio = f"{row['ratio']:.2f} ({row['ratio_min']:.2f}–{row['ratio_max']:.2f})"
    target = f"{row['target']:.2f}" if row["unit"] == "per second" else row["unit"]
    latency = [f"{row[side + '_p50_us']:,.0f} / {row[side + '_p99_us']:,.0f}" for side in ("ours", "other")]
    return [row["name"], _number(row["ours"]), _number(row["other"]), ratio, *latency, target,
            "holds" if row["holds"] else "MISSED"]


def markdown(lines):
    """Lines of cells, the head first, as a Markdown table whose columns line up."""
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    ruled = [lines[0], ["-" * width for width in widths], *lines[1:]]
    return "\n".join("| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths)) + " |"
                     for line in ruled)


def table(rows):
    """The results of the comparisons."""
    head = ["what", "ours", "other", "ratio (min–max)", "p50 / p99 ours, µs", "p50 / p99 other, µs", "target",
            "verdict"]
    return markdown([head, *(_row(row) for row in rows)])
