"""Every word about repeats and their cost, in English and 中文; `texts` takes them in."""

REPEAT_WORDS: dict[str, tuple[str, str]] = {
    "repeat": ("Repeat", "重复"),
    "repeat_hint": (
        "How many times each column is asked: 1 to {most}",
        "每一列提问的次数：1 到 {most}",
    ),
    "repeat_refused": (
        "Repeat takes a whole number from 1 to {most}. It stays at {now}.",
        "重复次数必须是 1 到 {most} 的整数，仍为 {now}。",
    ),
    "repeat_progress": ("{done} of {count} replies", "已完成 {done} / {count} 个回复"),
    "repeat_left": (", about {seconds} s left", "，约剩 {seconds} 秒"),
    "repeat_cancel": ("Cancel", "取消"),
    "median_of": ("median of {count}, range below", "{count} 次的中位数，下为范围"),
    "reply_earlier": ("Previous reply of column {letter}", "{letter} 列的上一个回复"),
    "reply_later": ("Next reply of column {letter}", "{letter} 列的下一个回复"),
    "lane_identical": ("Identical", "相同回复"),
    # before it costs much
    "costs_go_on": ("Run", "运行"),
    "costs_dismiss": ("Cancel", "取消"),
}
