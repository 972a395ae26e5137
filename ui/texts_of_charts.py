"""Words of the chart of what columns took, in English and 中文; `texts` takes them in."""

CHART_WORDS: dict[str, tuple[str, str]] = {
    "chart": ("Chart", "图表"),
    "chart_column": ("Column", "列"),
    # on the axes, with their units
    "chart_first": ("First token (s)", "首字延迟（秒）"),
    "chart_speed": ("Tokens per second", "每秒词元"),
    "chart_cost": ("Cost (USD)", "费用（美元）"),
    # in the place of plots
    "chart_nothing": (
        "Nothing is measured yet. Figures stand here once a reply has ended.",
        "还没有测量数据。回复结束后，数据会显示在这里。",
    ),
    "chart_hidden": ("Figures are hidden until the vote.", "投票之前不显示数据。"),
    # below a plot
    "chart_no_figure": ("No figure for {columns}.", "{columns} 列没有数据。"),
    "chart_no_price": ("No price known for {columns}.", "{columns} 列的价格未知。"),
    "chart_no_counts": (
        "Cost unknown for {columns}: the server sent no token counts.",
        "{columns} 列的费用未知：服务器没有返回词元数。",
    ),
    "chart_estimated": (
        "≈ estimated for {columns}: the server sent no token counts.",
        "{columns} 列为估算值：服务器没有返回词元数。",
    ),
}
